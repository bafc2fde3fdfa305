using System.Globalization;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Lists what admins did, newest first; for admins. Our own.</summary>
internal static class SocialAuditList
{
    /// <summary>The most entries of a page.</summary>
    public const int LimitMax = 1_000;

    private const int LimitDefault = 100;
    private const string CursorKind = "audit";

    public static SlackMethod Method { get; } = new(
        "social.audit.list", SlackTokenKind.User, Writes: false,
        ["limit?", "cursor?"],
        [
            new("entries: object[]",
            [
                new("ts", "When it was done."), new("actor: user_id", "Who did it."), "action: text",
                new("target: text", "Whom or what it was done to."), "detail: text",
            ]),
            "response_metadata.next_cursor",
        ],
        ["restricted_action", "invalid_cursor", "invalid_limit"], HandleAsync, Summary: "Lists what admins did, newest first; for admins.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var limit = call.Arguments.Limit(LimitDefault, LimitMax);
        var below = long.MaxValue;
        if (call.Arguments.Cursor(CursorKind) is { } position && !long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out below))
        {
            return SlackReply.Refused(SlackError.InvalidCursor);
        }

        var page = await call.ReadAsync(() => call.Team.AuditEntries(call.Caller, below, limit));
        if (page.Error != TeamError.None)
        {
            return SlackError.Reply(page.Error, TimeSpan.FromSeconds(1));
        }

        return SlackReply.Ok(writer =>
        {
            writer.WriteStartArray("entries"u8);
            foreach (var entry in page.Entries)
            {
                writer.WriteStartObject();
                writer.WriteTs("ts"u8, entry.Ts);
                writer.WriteString("actor"u8, entry.Actor);
                writer.WriteString("action"u8, entry.Action);
                writer.WriteString("target"u8, entry.Target);
                writer.WriteString("detail"u8, entry.Detail);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteNextCursor(
                page is { HasMore: true, Entries.Length: > 0 } ? SlackCursor.Encode(CursorKind, page.Entries[^1].Ts.ToString(CultureInfo.InvariantCulture)) : null);
        });
    }
}
