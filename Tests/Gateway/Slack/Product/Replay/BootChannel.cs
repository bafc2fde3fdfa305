using System.Globalization;
using System.Text.Json;

namespace OrleansSocial.Tests.Gateway.Slack.Product.Replay;

/// <summary>A channel of <see cref="BootState"/>.</summary>
internal sealed class BootChannel
{
    // What was deleted, or edited so that it mentions the member no more: a mark that was made before may still list it.
    private readonly HashSet<string> gone = new(StringComparer.Ordinal);
    private readonly SortedSet<string> mentions = new(StringComparer.Ordinal);

    public required string Id { get; init; }

    public required string AsOf { get; init; }

    public required bool IsPrivate { get; init; }

    public required bool IsGeneral { get; init; }

    /// <summary>Gets the other members of a direct conversation; null for channels.</summary>
    public required IReadOnlyList<string>? Users { get; init; }

    public required string Name { get; set; }

    public required bool IsArchived { get; set; }

    public required string Topic { get; set; }

    public required int MemberCount { get; set; }

    public required string LastRead { get; set; }

    public required string Latest { get; set; }

    public required long Position { get; set; }

    public required long ReadPosition { get; set; }

    public required string? ClosedTs { get; set; }

    public static BootChannel OfBoot(JsonElement channel)
    {
        var made = new BootChannel
        {
            Id = channel.Text("id"),
            AsOf = channel.Text("as_of"),
            IsPrivate = channel.GetProperty("is_private").GetBoolean(),
            IsGeneral = channel.GetProperty("is_general").GetBoolean(),
            Users = channel.TryGetProperty("users", out var users) ? Texts(users) : null,
            Name = channel.Text("name"),
            IsArchived = channel.GetProperty("is_archived").GetBoolean(),
            Topic = channel.Text("topic"),
            MemberCount = channel.GetProperty("num_members").GetInt32(),
            LastRead = channel.Text("last_read"),
            Latest = channel.Text("latest"),
            Position = channel.GetProperty("position").GetInt64(),
            ReadPosition = channel.GetProperty("read_position").GetInt64(),
            ClosedTs = channel.TryGetProperty("closed_ts", out var closed) ? closed.GetString() : null,
        };
        made.mentions.UnionWith(Texts(channel.GetProperty("mentions")));
        return made;
    }

    public static BootChannel OfJoin(JsonElement frame)
    {
        var channel = frame.GetProperty("channel");
        var (joinTs, position) = (frame.Text("as_of"), frame.GetProperty("read_position").GetInt64());
        var users = frame.TryGetProperty("users", out var others) ? Texts(others) : null;
        return new BootChannel
        {
            Id = channel.Text("id"),
            AsOf = joinTs,
            IsPrivate = channel.GetProperty("is_private").GetBoolean(),
            IsGeneral = channel.GetProperty("is_general").GetBoolean(),
            Users = users,
            Name = channel.TryGetProperty("name", out var name) ? name.GetString()! : string.Empty,
            IsArchived = channel.GetProperty("is_archived").GetBoolean(),
            Topic = channel.GetProperty("topic").Text("value"),
            MemberCount = channel.GetProperty("num_members").GetInt32(),
            LastRead = joinTs,

            // A join is a message; a direct conversation begins without one.
            Latest = users is null ? joinTs : "0000000000.000000",
            Position = position,
            ReadPosition = position,
            ClosedTs = null,
        };
    }

    /// <summary>A message counts when its position is beyond the channel's: joins and topics do not, nor do repeats, nor replies that are not shown in the channel.</summary>
    public void Message(string ts, long position, bool isReply, bool mentionsMe)
    {
        var counts = position > Position;
        if ((counts || !isReply) && string.CompareOrdinal(ts, Latest) > 0)
        {
            Latest = ts;
        }

        if (counts)
        {
            Position = position;
            if (mentionsMe)
            {
                mentions.Add(ts);
            }
        }
    }

    public void Edited(string ts, bool mentionsMe)
    {
        if (mentionsMe)
        {
            mentions.Add(ts);
            gone.Remove(ts);
        }
        else
        {
            mentions.Remove(ts);
            gone.Add(ts);
        }
    }

    public void Deleted(string ts, string latest)
    {
        Latest = latest;
        mentions.Remove(ts);
        gone.Add(ts);
    }

    public void Marked(JsonElement frame)
    {
        LastRead = frame.Text("ts");
        ReadPosition = frame.GetProperty("read_position").GetInt64();
        mentions.UnionWith(Texts(frame.GetProperty("mentions")).Where(ts => !gone.Contains(ts)));
    }

    /// <summary>The channel as social.boot would show it now.</summary>
    public JsonElement Show(bool isMuted)
    {
        var unread = Math.Max(0, Position - ReadPosition);
        List<string> unreadMentions = [.. mentions.Where(ts => string.CompareOrdinal(ts, LastRead) > 0)];
        var shown = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["id"] = Id,
            ["as_of"] = AsOf,
            ["name"] = Name,
            ["is_private"] = IsPrivate,
            ["is_archived"] = IsArchived,
            ["is_general"] = IsGeneral,
            ["topic"] = Topic,
            ["num_members"] = MemberCount,
            ["last_read"] = LastRead,
            ["latest"] = Latest,
            ["unread_count"] = unread,
            ["mention_count"] = Users is null ? unreadMentions.Count : unread,
            ["has_unreads"] = unread > 0 && !isMuted,
            ["is_muted"] = isMuted,
            ["position"] = Position,
            ["read_position"] = ReadPosition,
            ["mentions"] = Users is null ? unreadMentions : [],
        };
        if (Users is not null)
        {
            shown["users"] = Users;
            shown["is_open"] = ClosedTs is null || string.CompareOrdinal(ClosedTs, Latest) < 0;
        }

        if (ClosedTs is not null)
        {
            shown["closed_ts"] = ClosedTs;
        }

        return JsonSerializer.SerializeToElement(shown);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id} {Name} at {Position}");

    private static List<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(t => t.GetString()!)];
}
