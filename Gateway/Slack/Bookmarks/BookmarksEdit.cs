using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Gateway.Slack.Bookmarks;

/// <summary>Changes a bookmark; what is not named stays (Slack: bookmarks.edit).</summary>
internal static class BookmarksEdit
{
    public static SlackMethod Method { get; } = new(
        "bookmarks.edit", SlackTokenKind.Any, Writes: true,
        [
            "channel_id", BookmarkCall.IdArgument, new("title?: text", "Its new title."), new("link?: text", "Its new link."),
            new("emoji?: text", "An emoji's name, with or without colons; an empty one takes it away."),
        ],
        ["bookmark: bookmark"], [.. BookmarkCall.Errors, .. BookmarkCall.ValueErrors, "not_found"],
        static call => BookmarkCall.HandleAsync(call, BookmarkCall.Change(call.Arguments, BookmarkCall.Id(call.Arguments))),
        Summary: "Changes a bookmark.")
    {
        Tier = RateTier.Tier2,
    };
}
