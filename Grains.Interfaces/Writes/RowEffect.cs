namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>
/// What a row changes beside the chain, in the same flush. Applied only if the row is stored under the very ts that was sent,
/// and only where <c>(epoch, ver)</c> is larger than the target's, so that a re-sent row changes nothing twice.
/// </summary>
[GenerateSerializer, Immutable, Alias("orleanssocial.RowEffect")]
public abstract record RowEffect
{
    private const int SizeDefault = 64;

    /// <summary>Gets an estimate of its size on the wire, bytes; large ones say so.</summary>
    public virtual int SizeBytes => SizeDefault;
}
