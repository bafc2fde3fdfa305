using OrleansSocial.Gateway.Slack.Json;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Lists the members that changed after a moment, in the order of their changes: what a client that keeps the members asks for when it comes back.</summary>
internal static class SocialUsersChanges
{
    /// <summary>The most members of a page.</summary>
    public const int LimitMax = 1_000;

    private const int LimitDefault = 200;

    public static SlackMethod Method { get; } = new(
        "social.users.changes", SlackTokenKind.Any, Writes: false,
        [new("since?: ts", "latest_ts of the page before. Absent: from the beginning."), "limit?"],
        ["members", "has_more", new("latest_ts: ts", "When the last member of the page changed.")], ["invalid_ts", "invalid_limit"],
        HandleAsync, Summary: "Lists the members that changed after a moment, in the order of their changes.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var since = call.Arguments.Text("since") is null ? 0 : call.Arguments.Ts("since", "invalid_ts").Micros;
        var page = await call.ReadAsync(() => call.Team.MembersChanged(since, call.Arguments.Limit(LimitDefault, LimitMax)));
        return SlackReply.Ok(writer =>
        {
            writer.WriteStartArray("members"u8);
            foreach (var member in page.Members)
            {
                UserJson.Write(writer, member, call.Caller.Team, call.BaseUrl);
            }

            writer.WriteEndArray();
            writer.WriteBoolean("has_more"u8, page.HasMore);
            writer.WriteTs("latest_ts"u8, page.Members.Length > 0 ? page.Members[^1].UpdatedTs : since);
        });
    }
}
