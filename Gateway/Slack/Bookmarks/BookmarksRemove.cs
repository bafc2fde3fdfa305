using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Bookmarks;

/// <summary>Takes a bookmark away (Slack: bookmarks.remove).</summary>
internal static class BookmarksRemove
{
    public static SlackMethod Method { get; } = new(
        "bookmarks.remove", SlackTokenKind.Any, Writes: true, ["channel_id", BookmarkCall.IdArgument], [], [.. BookmarkCall.Errors, "not_found"],
        static call => BookmarkCall.HandleAsync(call, new BookmarkChange(BookmarkCall.Id(call.Arguments), null, null, null, Remove: true)),
        Summary: "Takes a bookmark away.")
    {
        Tier = RateTier.Tier2,
    };
}
