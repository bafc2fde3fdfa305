namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>What became of a request to an app.</summary>
/// <param name="Outcome">Whether the app acknowledged it.</param>
/// <param name="Payload">The JSON that it sent back with that; null for none.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.AppAnswer")]
public sealed record AppAnswer([property: Id(0)] AppOutcome Outcome, [property: Id(1)] string? Payload)
{
    /// <summary>Never the payload: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => $"AppAnswer {{ Outcome = {Outcome} }}";
}
