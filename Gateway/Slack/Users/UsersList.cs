using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>Lists the team's members (Slack: users.list).</summary>
internal static class UsersList
{
    /// <summary>The most members of a page, and of an answer to a client that does not page.</summary>
    public const int LimitMax = 1_000;

    private const string CursorKind = "user";

    public static SlackMethod Method { get; } = new(
        "users.list", SlackTokenKind.Any, Writes: false,
        ["limit?", "cursor?"], ["members", "cache_ts", "response_metadata.next_cursor"], ["invalid_cursor", "invalid_limit"],
        HandleAsync, Summary: "Lists the members of the team.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var limit = call.Arguments.Limit(LimitMax, LimitMax);
        UserId? after = call.Arguments.Cursor(CursorKind) is { } position
            ? UserId.TryParse(position, out var id) ? id : throw new SlackRefusedException(SlackError.InvalidCursor)
            : null;
        var page = await call.ReadAsync(() => call.Team.Members(after, limit));
        return SlackReply.Ok(writer =>
        {
            writer.WriteStartArray("members"u8);
            foreach (var user in page.Members)
            {
                UserJson.Write(writer, user, call.Caller.Team, call.BaseUrl);
            }

            writer.WriteEndArray();
            writer.WriteNumber("cache_ts"u8, call.Services.Time.GetUtcNow().ToUnixTimeSeconds());
            writer.WriteNextCursor(page is { HasMore: true, Members.Length: > 0 } ? SlackCursor.Encode(CursorKind, page.Members[^1].Id.Value) : null);
        });
    }
}
