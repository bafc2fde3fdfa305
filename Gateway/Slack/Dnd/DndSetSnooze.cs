using System.Globalization;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Dnd;

/// <summary>Begins a snooze of the caller, or gives it another end (Slack: dnd.setSnooze).</summary>
internal static class DndSetSnooze
{
    /// <summary>The longest snooze: 30 days.</summary>
    public const int MinutesMax = 30 * 24 * 60;

    public static SlackMethod Method { get; } = new(
        "dnd.setSnooze", SlackTokenKind.User, Writes: true, [new("num_minutes: int", "How long from now.")],
        ["snooze_enabled: bool", .. DndJson.SnoozeFields], ["missing_duration", "too_long"], HandleAsync, Summary: "Begins a snooze, or gives it another end.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var text = call.Arguments.Text("num_minutes") ?? throw new SlackRefusedException("missing_duration");
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes == 0)
        {
            return SlackReply.Refused(SlackError.InvalidArguments, $"num_minutes must be a number from 1 to {MinutesMax}");
        }

        if (minutes > MinutesMax)
        {
            return SlackReply.Refused("too_long");
        }

        var result = await call.Services.Retry.RunAsync(
            () => call.User.Snooze(TimeSpan.FromMinutes(minutes), call.DedupeKey), static r => r.Error == UserError.Unavailable);
        var now = call.Services.Time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        return result is { Error: UserError.None, Settings: { } settings }
            ? SlackReply.Ok(writer => DndJson.WriteSnooze(writer, settings.SnoozeTs, now))
            : SlackError.Reply(result.Error, result.RetryAfter);
    }
}
