using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Bookmarks;

/// <summary>Adds a link to a channel's bookmarks (Slack: bookmarks.add).</summary>
internal static class BookmarksAdd
{
    public static SlackMethod Method { get; } = new(
        "bookmarks.add", SlackTokenKind.Any, Writes: true,
        [
            "channel_id", new("title: text", $"What it is called, at most {Bookmark.TitleLengthMax} characters."),
            new("type: text", "The word link: there are no others."),
            new("link?: text", $"Where it leads: http or https, at most {Bookmark.LinkLengthMax} characters."),
            new("emoji?: text", "An emoji's name, with or without colons."),
        ],
        ["bookmark: bookmark"], [.. BookmarkCall.Errors, .. BookmarkCall.ValueErrors, "invalid_bookmark_type", "too_many_bookmarks"],
        HandleAsync, Summary: "Adds a link to a channel's bookmarks.")
    {
        Tier = RateTier.Tier2,
    };

    private static Task<SlackReply> HandleAsync(SlackCall call)
    {
        var type = call.Arguments.Required("type");
        return string.Equals(type, "link", StringComparison.Ordinal)
            ? BookmarkCall.HandleAsync(call, BookmarkCall.Change(call.Arguments, ts: null))
            : Task.FromResult(SlackReply.Refused("invalid_bookmark_type"));
    }
}
