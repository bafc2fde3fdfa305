using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Lists a channel's members (Slack: conversations.members).</summary>
internal static class ConversationsMembers
{
    /// <summary>The most members of a page.</summary>
    public const int LimitMax = 1_000;

    private const int LimitDefault = 100;
    private const string CursorKind = "member";

    public static SlackMethod Method { get; } = new(
        "conversations.members", SlackTokenKind.Any, Writes: false,
        ["channel", "limit?", "cursor?"], ["members: user_id[]", "response_metadata.next_cursor"],
        ["channel_not_found", "invalid_cursor", "invalid_limit"], HandleAsync, Summary: "Lists a channel's members.")
    {
        Tier = RateTier.Tier4,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var limit = call.Arguments.Limit(LimitDefault, LimitMax);
        UserId? after = call.Arguments.Cursor(CursorKind) is { } position
            ? UserId.TryParse(position, out var id) ? id : throw new SlackRefusedException(SlackError.InvalidCursor)
            : null;
        var channel = await call.ChannelIdAsync();
        var page = await call.AskAsync(channel, grain => grain.Members(call.Caller, after, limit), static p => p.Error);
        return page.Error != PostError.None
            ? SlackError.Reply(page.Error, TimeSpan.Zero)
            : SlackReply.Ok(writer =>
            {
                writer.WriteStringArray("members"u8, page.Members.Select(m => m.Value));
                writer.WriteNextCursor(page is { HasMore: true, Members.Length: > 0 } ? SlackCursor.Encode(CursorKind, page.Members[^1].Value) : null);
            });
    }
}
