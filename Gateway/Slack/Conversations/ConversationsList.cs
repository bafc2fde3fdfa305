using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Lists the channels that the caller may see (Slack: conversations.list).</summary>
internal static class ConversationsList
{
    /// <summary>The most channels of a page (Slack: under 1,000).</summary>
    public const int LimitMax = 1_000;

    private const int LimitDefault = 100;
    private const string CursorKind = "channel";

    private static readonly string[] Types = ["public_channel", "private_channel", "mpim", "im"];

    public static SlackMethod Method { get; } = new(
        "conversations.list", SlackTokenKind.Any, Writes: false,
        ["types?", "exclude_archived?", "limit?", "cursor?"], ["channels", "response_metadata.next_cursor"],
        ["invalid_types", "invalid_cursor", "invalid_limit"],
        HandleAsync, Summary: "Lists the channels that the caller may see.",
        NotServed: "direct messages, the types im and mpim");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var arguments = call.Arguments;
        var types = arguments.Strings("types");
        if (types.Any(t => !Types.Contains(t, StringComparer.Ordinal)))
        {
            return SlackReply.Refused("invalid_types");
        }

        var isPublic = types.Count == 0 || types.Contains("public_channel", StringComparer.Ordinal);
        var isPrivate = types.Contains("private_channel", StringComparer.Ordinal);
        var limit = arguments.Limit(LimitDefault, LimitMax);
        ChannelId? after = arguments.Cursor(CursorKind) is { } position
            ? ChannelId.TryParse(position, out var id) ? id : throw new SlackRefusedException(SlackError.InvalidCursor)
            : null;
        if (!isPublic && !isPrivate)
        {
            return SlackReply.Ok(static writer =>
            {
                writer.WriteStartArray("channels"u8);
                writer.WriteEndArray();
                writer.WriteNextCursor(null);
            });
        }

        var page = await call.ReadAsync(() => call.Team.ListChannels(call.Caller, isPublic, isPrivate, after, limit));
        foreach (var channel in page.Channels)
        {
            call.Services.Channels.Seen(call.Caller.Team, channel.Info.Id);
        }

        var withoutArchived = arguments.Flag("exclude_archived");
        return SlackReply.Ok(writer =>
        {
            writer.WriteStartArray("channels"u8);
            foreach (var channel in page.Channels.Where(c => !withoutArchived || !c.Info.IsArchived))
            {
                ChannelJson.Write(writer, channel, call.Caller.Team);
            }

            writer.WriteEndArray();
            writer.WriteNextCursor(page is { HasMore: true, Channels.Length: > 0 } ? SlackCursor.Encode(CursorKind, page.Channels[^1].Info.Id.Value) : null);
        });
    }
}
