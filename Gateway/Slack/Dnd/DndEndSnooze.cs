using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Dnd;

/// <summary>Ends the caller's snooze (Slack: dnd.endSnooze).</summary>
internal static class DndEndSnooze
{
    public static SlackMethod Method { get; } = new(
        "dnd.endSnooze", SlackTokenKind.User, Writes: true, [],
        [.. DndJson.Fields, "snooze_enabled: bool"], ["snooze_not_active"], HandleAsync, Summary: "Ends the caller's snooze.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var result = await call.Services.Retry.RunAsync(() => call.User.EndSnooze(call.DedupeKey), static r => r.Error == UserError.Unavailable);
        var now = call.Services.Time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        return result is { Error: UserError.None, Settings: { } settings }
            ? SlackReply.Ok(writer =>
            {
                DndJson.Write(writer);
                DndJson.WriteSnooze(writer, settings.SnoozeTs, now);
            })
            : SlackError.Reply(result.Error, result.RetryAfter);
    }
}
