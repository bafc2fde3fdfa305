using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>Bookmarks of a channel: all of them, or the one that a change was about.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Bookmarks">The bookmarks, the one made first first; none after a removal.</param>
/// <param name="RetryAfter">When to try again, for Busy and Unavailable.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.BookmarkList")]
public sealed record BookmarkList(
    [property: Id(0)] PostError Error, [property: Id(1)] ImmutableArray<Bookmark> Bookmarks, [property: Id(2)] TimeSpan RetryAfter)
{
    /// <summary>A refusal.</summary>
    public static BookmarkList Refused(PostError error, TimeSpan retryAfter = default) => new(error, [], retryAfter);
}
