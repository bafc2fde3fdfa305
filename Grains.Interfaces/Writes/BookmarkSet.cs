using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Sets one bookmark of the chain's channel, or takes it away: table <c>bookmark</c>.</summary>
/// <param name="Bookmark">The bookmark as it is from now on; the row's author is who changed it.</param>
/// <param name="Removed">True takes it away.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.BookmarkSet")]
public sealed record BookmarkSet([property: Id(0)] Bookmark Bookmark, [property: Id(1)] bool Removed) : RowEffect
{
    /// <inheritdoc/>
    public override int SizeBytes => base.SizeBytes + ((Bookmark.Title.Length + Bookmark.Link.Length + Bookmark.Emoji.Length) * 2);
}
