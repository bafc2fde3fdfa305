using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Gateway.Slack.Reactions;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Bookmarks;

/// <summary>What bookmarks.add, .edit and .remove share.</summary>
internal static class BookmarkCall
{
    /// <summary>The error words of all; Slack has none for an archived channel, so that is the word of the other methods.</summary>
    public static readonly string[] Errors = ["channel_not_found", "not_in_channel", "is_archived"];

    /// <summary>The error words of those that set link or emoji.</summary>
    public static readonly string[] ValueErrors = ["invalid_link", "invalid_emoji"];

    /// <summary>Which bookmark.</summary>
    public static readonly SlackField IdArgument = new("bookmark_id: text", "The bookmark's id.");

    /// <summary>Reads title, link and emoji; what is absent is null.</summary>
    /// <param name="arguments">The call's.</param>
    /// <param name="ts">The bookmark; null for a new one, which must have title and link.</param>
    public static BookmarkChange Change(SlackArguments arguments, long? ts)
    {
        var title = (ts is null ? arguments.Required("title") : arguments.Text("title"))?.Trim();
        if (title is not null && (title.Length is 0 or > Bookmark.TitleLengthMax || title.Any(char.IsControl)))
        {
            throw new SlackRefusedException(
                SlackError.InvalidArguments, $"title must have 1 to {Bookmark.TitleLengthMax} characters, none of them control characters");
        }

        var link = arguments.Text("link")?.Trim();
        return (ts is null || link is not null) && !IsLink(link)
            ? throw new SlackRefusedException("invalid_link")
            : new BookmarkChange(ts, title, link, Emoji(arguments.Raw("emoji")), Remove: false);
    }

    /// <summary>Reads which bookmark is meant.</summary>
    public static long Id(SlackArguments arguments) =>
        BookmarkJson.TryParseId(arguments.Required("bookmark_id"), out var ts) ? ts : throw new SlackRefusedException("not_found");

    /// <summary>Asks the channel for a change and answers with the bookmark after it.</summary>
    public static async Task<SlackReply> HandleAsync(SlackCall call, BookmarkChange change)
    {
        var channel = await call.ChannelIdAsync("channel_id");
        var result = await call.AskAsync(channel, grain => grain.SetBookmark(call.Caller, change, call.DedupeKey), static r => r.Error);
        if (result.Error != PostError.None)
        {
            return SlackError.Reply(result.Error, result.RetryAfter);
        }

        if (change.Remove)
        {
            return SlackReply.Done;
        }

        // A repeat of an edit whose bookmark was taken away meanwhile.
        return result.Bookmarks.IsEmpty
            ? SlackReply.Refused("not_found")
            : SlackReply.Ok(writer =>
            {
                writer.WritePropertyName("bookmark"u8);
                BookmarkJson.Write(writer, result.Bookmarks[0], channel, call.Caller.Team);
            });
    }

    private static bool IsLink(string? link) =>
        link is { Length: <= Bookmark.LinkLengthMax } && !link.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        && Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static string? Emoji(string? value) => value?.Trim().Trim(':') switch
    {
        null => null,
        "" => string.Empty,
        var name when ReactionCall.IsName(name) => $":{name}:",
        _ => throw new SlackRefusedException("invalid_emoji"),
    };
}
