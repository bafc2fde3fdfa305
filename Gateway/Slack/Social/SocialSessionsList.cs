using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Lists the caller's good tokens by their ids, newest first. Our own.</summary>
internal static class SocialSessionsList
{
    public static SlackMethod Method { get; } = new(
        "social.sessions.list", SlackTokenKind.Any, Writes: false, [], [new("sessions: object[]", ["id", "created", "is_current"])], [],
        HandleAsync, Summary: "Lists the caller's tokens by their ids, newest first.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var sessions = await call.ReadAsync(() => call.Services.Clusters.Main.GetGrain<IAccountsGrain>(0).Sessions(call.Caller));
        return SlackReply.Ok(writer =>
        {
            writer.WriteStartArray("sessions"u8);
            foreach (var session in sessions)
            {
                writer.WriteStartObject();
                writer.WriteString("id"u8, session.Id);
                writer.WriteNumber("created"u8, session.CreatedTs / 1_000_000);
                writer.WriteBoolean("is_current"u8, string.Equals(session.Id, call.TokenId, StringComparison.Ordinal));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }
}
