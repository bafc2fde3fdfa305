using System.Text.Json;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>Writes a member's do-not-disturb status. There are no daily hours here, only snoozes: the next start and end are 1, as Slack writes "none".</summary>
internal static class DndJson
{
    private const long MicrosPerSecond = 1_000_000;
    private const int None = 1;

    /// <summary>What everybody sees.</summary>
    public static readonly IReadOnlyList<SlackField> Fields = ["dnd_enabled: bool", "next_dnd_start_ts: int", "next_dnd_end_ts: int"];

    /// <summary>What there is during a snooze.</summary>
    public static readonly IReadOnlyList<SlackField> SnoozeFields = ["snooze_endtime?: int", "snooze_remaining?: int", "snooze_is_indefinite?: bool"];

    /// <summary>Writes what everybody sees.</summary>
    public static void Write(Utf8JsonWriter writer)
    {
        writer.WriteBoolean("dnd_enabled"u8, false);
        writer.WriteNumber("next_dnd_start_ts"u8, None);
        writer.WriteNumber("next_dnd_end_ts"u8, None);
    }

    /// <summary>Writes what the member alone sees.</summary>
    /// <param name="writer">Receives the properties.</param>
    /// <param name="snoozeTs">The end of the snooze, microseconds since 1970.</param>
    /// <param name="nowTs">The time now.</param>
    public static void WriteSnooze(Utf8JsonWriter writer, long snoozeTs, long nowTs)
    {
        var isSnoozing = snoozeTs > nowTs;
        writer.WriteBoolean("snooze_enabled"u8, isSnoozing);
        if (isSnoozing)
        {
            // Rounded up: a snooze of one minute has 60 seconds left when it begins.
            writer.WriteNumber("snooze_endtime"u8, snoozeTs / MicrosPerSecond);
            writer.WriteNumber("snooze_remaining"u8, (snoozeTs - nowTs + MicrosPerSecond - 1) / MicrosPerSecond);
            writer.WriteBoolean("snooze_is_indefinite"u8, false);
        }
    }
}
