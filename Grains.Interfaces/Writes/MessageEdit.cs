namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Replaces a message's text: table <c>message</c>.</summary>
/// <param name="TargetTs">The message.</param>
/// <param name="Body">The new text.</param>
/// <param name="Extras">The new extras as JSON, or null.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.MessageEdit")]
public sealed record MessageEdit([property: Id(0)] long TargetTs, [property: Id(1)] string Body, [property: Id(2)] string? Extras) : RowEffect
{
    /// <summary>Never the text: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => $"MessageEdit {TargetTs}";
}
