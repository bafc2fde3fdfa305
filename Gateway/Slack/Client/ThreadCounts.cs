using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Client;

/// <summary>What is unread in the threads that the caller follows.</summary>
internal static class ThreadCounts
{
    /// <summary>Gets the object in an answer.</summary>
    public static SlackField Field { get; } = new("threads: object",
    [
        "has_unreads", new("unread_count: int", "How many followed threads have unread replies."),
        new("mention_count: int", "How many unread replies name the caller; of each thread at most 100 are counted."),
        "unread_count_by_channel?: int{}", "mention_count_by_channel?: int{}",
    ]);

    /// <summary>Writes it.</summary>
    /// <param name="writer">Receives a property.</param>
    /// <param name="unread">The threads.</param>
    /// <param name="byChannel">True tells the counts of each channel too.</param>
    public static void Write(Utf8JsonWriter writer, IReadOnlyCollection<UnreadThread> unread, bool byChannel)
    {
        writer.WriteStartObject("threads"u8);
        writer.WriteBoolean("has_unreads"u8, unread.Count > 0);
        writer.WriteNumber("unread_count"u8, unread.Count);
        writer.WriteNumber("mention_count"u8, unread.Sum(t => t.Mentions));
        if (byChannel)
        {
            WriteByChannel(writer, "unread_count_by_channel"u8, unread, static _ => 1);
            WriteByChannel(writer, "mention_count_by_channel"u8, unread.Where(t => t.Mentions > 0), static t => t.Mentions);
        }

        writer.WriteEndObject();
    }

    private static void WriteByChannel(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<UnreadThread> unread, Func<UnreadThread, int> count)
    {
        writer.WriteStartObject(name);
        foreach (var channel in unread.GroupBy(t => t.Channel))
        {
            writer.WriteNumber(channel.Key.Value, channel.Sum(count));
        }

        writer.WriteEndObject();
    }
}
