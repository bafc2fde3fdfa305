using System.Text.Json;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Gateway.Slack.Users;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Client;

/// <summary>What is unread in each of the caller's channels (client.counts of Slack's own clients).</summary>
internal static class ClientCounts
{
    /// <summary>Gets what is told of a channel by <see cref="WriteCounts"/>.</summary>
    public static readonly IReadOnlyList<SlackField> Fields = ["last_read", "latest: ts", "unread_count", "mention_count: int", "has_unreads"];

    /// <summary>Gets all members.</summary>
    public static SlackShape Shape { get; } = new("counts", "What is unread in one of the caller's channels.", ["id: channel_id", .. Fields]);

    public static SlackMethod Method { get; } = new(
        "client.counts", SlackTokenKind.Any, Writes: false,
        [new("thread_counts_by_channel?: bool", "True tells of which channels the threads with unread replies are.")],
        ["channels: counts[]", "mpims: counts[]", "ims: counts[]", ThreadCounts.Field], [],
        HandleAsync, Summary: "Tells what is unread in each of the caller's channels, and in the threads that the caller follows.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var mine = await OwnChannels.ReadAsync(call);
        var threads = await call.ReadAsync(() => call.User.UnreadThreads());
        var muted = await MutedChannels.ReadAsync(call);
        var byChannel = call.Arguments.Flag("thread_counts_by_channel");
        return SlackReply.Ok(writer =>
        {
            Write(writer, "channels"u8, muted, mine.Where(c => !c.Entry.Channel.IsDirect));
            Write(writer, "mpims"u8, muted, mine.Where(c => c.Entry.Channel.Kind == ChannelKind.GroupDirect));
            Write(writer, "ims"u8, muted, mine.Where(c => c.Entry.Channel.Kind == ChannelKind.Direct));
            ThreadCounts.Write(writer, threads, byChannel);
        });
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, HashSet<string> muted, IEnumerable<(UserChannel Entry, ChannelCounts Counts)> channels)
    {
        writer.WriteStartArray(name);
        foreach (var (entry, counts) in channels)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, entry.Channel.Value);
            WriteCounts(writer, entry, counts, muted.Contains(entry.Channel.Value));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes what is unread in a channel; one that the caller muted looks read, and its counts say what they are.</summary>
    public static void WriteCounts(Utf8JsonWriter writer, UserChannel entry, ChannelCounts counts, bool isMuted)
    {
        writer.WriteTs("last_read"u8, entry.ReadTs);
        writer.WriteTs("latest"u8, counts.LatestTs);
        writer.WriteNumber("unread_count"u8, counts.Unread);
        writer.WriteNumber("mention_count"u8, counts.Mentions);
        writer.WriteBoolean("has_unreads"u8, counts.Unread > 0 && !isMuted);
    }
}
