namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>A new bookmark, a change of one, or its removal.</summary>
/// <param name="Ts">The bookmark; null for a new one, which has title and link.</param>
/// <param name="Title">The title, or null to keep it.</param>
/// <param name="Link">The link, or null to keep it.</param>
/// <param name="Emoji">The emoji with its colons, empty for none, or null to keep it.</param>
/// <param name="Remove">True takes the bookmark away.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.BookmarkChange")]
public sealed record BookmarkChange(
    [property: Id(0)] long? Ts, [property: Id(1)] string? Title, [property: Id(2)] string? Link, [property: Id(3)] string? Emoji, [property: Id(4)] bool Remove)
{
    /// <summary>Never the title: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => $"BookmarkChange {Ts}";
}
