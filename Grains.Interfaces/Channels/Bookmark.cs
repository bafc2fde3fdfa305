namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>A link that the members of a channel keep at its head.</summary>
/// <param name="Ts">When it was made, microseconds since 1970, as the event's ts: its id within the channel, and its place among the others.</param>
/// <param name="Title">What it is called, at most <see cref="TitleLengthMax"/> characters.</param>
/// <param name="Link">Where it leads: http or https, at most <see cref="LinkLengthMax"/> characters.</param>
/// <param name="Emoji">An emoji with its colons, or empty.</param>
/// <param name="ChangedTs">When it was changed last, microseconds since 1970; 0 for never.</param>
/// <param name="ChangedBy">The user id of who made or changed it last.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.Bookmark")]
public sealed record Bookmark(
    [property: Id(0)] long Ts,
    [property: Id(1)] string Title,
    [property: Id(2)] string Link,
    [property: Id(3)] string Emoji,
    [property: Id(4)] long ChangedTs,
    [property: Id(5)] string ChangedBy)
{
    /// <summary>The longest title, characters. Slack names no limit.</summary>
    public const int TitleLengthMax = 255;

    /// <summary>The longest link, characters. Slack names no limit.</summary>
    public const int LinkLengthMax = 3_000;

    /// <summary>Never the title: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => $"Bookmark {Ts}";
}
