using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product.Replay;

/// <summary>
/// What a client keeps: the answer of social.boot and the frames after it, applied by the rules of docs/reference/boot-and-replay.md
/// and nothing else. A frame of a kind that the rules do not name is a failure.
/// </summary>
internal sealed class BootState
{
    /// <summary>The kinds that change nothing of the start payload, each with the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> WithoutEffect = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["hello"] = "of the socket",
        ["pong"] = "of the socket",
        ["goodbye"] = "of the socket: the client connects again",
        ["reconnect_url"] = "of the socket",
        ["resync"] = "own clients that name cursors: the client boots again",
        ["message/message_replied"] = "a parent's summary is history",
        ["message/ephemeral"] = "in no history and no count",
        ["reaction_added"] = "reactions are history",
        ["reaction_removed"] = "reactions are history",
        ["pin_added"] = "pins are asked for by pins.list",
        ["pin_removed"] = "pins are asked for by pins.list",
        ["channel_created"] = "the caller's own channels alone are in the payload: whoever is in it gets channel_joined",
        ["team_join"] = "only members whom direct conversations name are in the payload",
        ["emoji_changed"] = "emoji are asked for by emoji.list",
        ["subteam_created"] = "user groups are asked for by usergroups.list; whom a text means is in mentioned_by_group",
        ["subteam_updated"] = "as subteam_created",
        ["dnd_updated"] = "asked for by dnd.info",
        ["dnd_updated_user"] = "asked for by dnd.info",
        ["manual_presence_change"] = "presence is by subscription",
        ["presence_change"] = "presence is by subscription",
        ["user_typing"] = "holds for a moment",
        ["thread_subscribed"] = "threads are not compared yet",
        ["thread_unsubscribed"] = "threads are not compared yet",
        ["thread_marked"] = "threads are not compared yet",
    };

    private static readonly HashSet<string> WrittenSubtypes = new(StringComparer.Ordinal) { "me_message", "bot_message", "thread_broadcast" };

    private readonly Dictionary<string, BootChannel> channels;
    private readonly Dictionary<string, JsonElement> users;
    private readonly JsonElement team;
    private HashSet<string> muted;
    private JsonElement self;

    public BootState(JsonElement boot)
    {
        self = boot.GetProperty("self");
        team = boot.GetProperty("team");
        muted = [.. boot.GetProperty("muted_channels").EnumerateArray().Select(c => c.GetString()!)];
        users = boot.GetProperty("users").EnumerateArray().ToDictionary(u => u.Text("id"), StringComparer.Ordinal);
        channels = boot.GetProperty("channels").EnumerateArray().Select(BootChannel.OfBoot).ToDictionary(c => c.Id, StringComparer.Ordinal);
    }

    public string Me => self.Text("id");

    public IReadOnlyCollection<string> Channels => channels.Keys;

    /// <summary>Gets the members that the channels name and that are not known: a client asks users.info for them.</summary>
    public IReadOnlyList<string> Strangers =>
        [.. channels.Values.SelectMany(c => c.Users ?? []).Where(u => u != Me && !users.ContainsKey(u)).Distinct(StringComparer.Ordinal)];

    /// <summary>Names what a frame is, as the rules do.</summary>
    public static string KindOf(JsonElement frame) => (TestSocket.Text(frame, "type"), TestSocket.Text(frame, "subtype")) switch
    {
        (null, _) => "reply",
        ("message", _) when frame.TryGetProperty("is_ephemeral", out _) => "message/ephemeral",
        ("message", { } subtype) => $"message/{subtype}",
        ({ } type, _) => type,
    };

    public void Learn(JsonElement user) => users[user.Text("id")] = user;

    /// <summary>The reply to a post of the client's own on this socket, which comes instead of the message.</summary>
    public void Posted(string channel, JsonElement reply) =>
        channels.GetValueOrDefault(channel)?.Message(reply.Text("ts"), reply.GetProperty("position").GetInt64(), isReply: false, mentionsMe: false);

    public void Apply(JsonElement frame)
    {
        var kind = KindOf(frame);
        if (WithoutEffect.ContainsKey(kind))
        {
            return;
        }

        switch (kind)
        {
            case "message/message_changed":
                if (Of(frame) is { } edited)
                {
                    var message = frame.GetProperty("message");
                    if (!IsReply(message))
                    {
                        edited.Edited(message.Text("ts"), MentionsMe(message));
                    }
                }

                break;
            case "message/message_deleted":
                Of(frame)?.Deleted(frame.Text("deleted_ts"), frame.Text("latest"));
                break;
            case "message" or "message/me_message" or "message/bot_message" or "message/thread_broadcast" or "message/channel_join" or "message/channel_leave"
                or "message/channel_purpose" or "message/channel_topic" or "message/channel_name" or "message/channel_archive" or "message/channel_unarchive":
                if (Of(frame) is { } at)
                {
                    Message(at, kind, frame);
                }

                break;
            case "member_joined_channel" or "member_left_channel":
                if (Of(frame) is { } changed)
                {
                    changed.MemberCount = frame.GetProperty("num_members").GetInt32();
                }

                break;
            case "channel_joined" or "group_joined" or "im_created" or "mpim_joined":
                var joined = BootChannel.OfJoin(frame);
                if (!channels.TryGetValue(joined.Id, out var known) || string.CompareOrdinal(known.AsOf, joined.AsOf) < 0)
                {
                    channels[joined.Id] = joined;
                }

                break;
            case "channel_left" or "group_left":
                channels.Remove(frame.Text("channel"));
                break;
            case "channel_rename" or "group_rename":
                if (channels.TryGetValue(frame.GetProperty("channel").Text("id"), out var renamed))
                {
                    renamed.Name = frame.GetProperty("channel").Text("name");
                }

                break;
            case "channel_archive" or "channel_unarchive" or "group_archive" or "group_unarchive":
                if (channels.TryGetValue(frame.Text("channel"), out var archived))
                {
                    archived.IsArchived = kind.EndsWith("_archive", StringComparison.Ordinal);
                }

                break;
            case "im_open" or "mpim_open":
                channels[frame.Text("channel")].ClosedTs = null;
                break;
            case "im_close" or "mpim_close":
                channels[frame.Text("channel")].ClosedTs = frame.Text("closed_ts");
                break;
            case "channel_marked" or "group_marked" or "im_marked" or "mpim_marked":
                channels.GetValueOrDefault(frame.Text("channel"))?.Marked(frame);
                break;
            case "user_change":
                Changed(frame.GetProperty("user"));
                break;
            case "pref_change":
                if (frame.Text("name") == "muted_channels")
                {
                    muted = [.. frame.Text("value").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
                }

                break;
            default:
                Assert.Fail($"no rule for frames of this kind: {kind}: {frame}");
                break;
        }
    }

    /// <summary>What is other than a fresh answer says, a line a field; empty when nothing is.</summary>
    public IReadOnlyList<string> Differences(JsonElement boot)
    {
        var differences = new List<string>();
        Compare("self", self, boot.GetProperty("self"));
        Compare("team", team, boot.GetProperty("team"));
        CompareEach("user", users, boot.GetProperty("users"));
        CompareEach("channel", channels.ToDictionary(c => c.Key, c => c.Value.Show(muted.Contains(c.Key)), StringComparer.Ordinal), boot.GetProperty("channels"));
        return differences;

        void CompareEach(string what, Dictionary<string, JsonElement> mine, JsonElement fresh)
        {
            var theirs = fresh.EnumerateArray().ToDictionary(e => e.Text("id"), StringComparer.Ordinal);
            differences.AddRange(mine.Keys.Except(theirs.Keys, StringComparer.Ordinal).Select(id => $"{what} {id}: only the client has it"));
            differences.AddRange(theirs.Keys.Except(mine.Keys, StringComparer.Ordinal).Select(id => $"{what} {id}: the client does not have it"));
            foreach (var (id, element) in mine.Where(m => theirs.ContainsKey(m.Key)))
            {
                Compare($"{what} {id}", element, theirs[id]);
            }
        }

        void Compare(string what, JsonElement mine, JsonElement fresh)
        {
            var names = mine.EnumerateObject().Concat(fresh.EnumerateObject()).Select(p => p.Name).Where(n => n is not "as_of").Distinct(StringComparer.Ordinal);
            foreach (var name in names)
            {
                var (client, server) = (Field(mine, name), Field(fresh, name));
                if (client is null || server is null || !JsonElement.DeepEquals(client.Value, server.Value))
                {
                    differences.Add($"{what}.{name}: the client has {client?.ToString() ?? "nothing"}, a fresh boot {server?.ToString() ?? "nothing"}");
                }
            }
        }

        static JsonElement? Field(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;
    }

    /// <summary>The channel of a frame of its chain; null when the client is not in it, or knows what the frame says.</summary>
    private BootChannel? Of(JsonElement frame) =>
        channels.TryGetValue(frame.Text("channel"), out var channel) && string.CompareOrdinal(frame.Text("event_ts"), channel.AsOf) > 0 ? channel : null;

    private void Message(BootChannel channel, string kind, JsonElement frame)
    {
        channel.Message(frame.Text("ts"), frame.GetProperty("position").GetInt64(), IsReply(frame), MentionsMe(frame));
        switch (kind)
        {
            case "message/channel_topic":
                channel.Topic = frame.Text("topic");
                break;
            case "message/channel_name":
                channel.Name = frame.Text("name");
                break;
            case "message/channel_archive" or "message/channel_unarchive":
                channel.IsArchived = kind == "message/channel_archive";
                break;
        }
    }

    private static bool IsReply(JsonElement message) =>
        TestSocket.Text(message, "thread_ts") is { } thread && thread != message.Text("ts") && TestSocket.Text(message, "subtype") != "thread_broadcast";

    private void Changed(JsonElement user)
    {
        var id = user.Text("id");
        if (id == Me)
        {
            self = user;
        }
        else if (users.ContainsKey(id))
        {
            users[id] = user;
        }
    }

    private bool MentionsMe(JsonElement message)
    {
        if (message.Text("user") == Me || (TestSocket.Text(message, "subtype") is { } subtype && !WrittenSubtypes.Contains(subtype)))
        {
            return false;
        }

        var text = message.Text("text");
        string[] marks = [$"<@{Me}", "<!here", "<!channel", "<!everyone"];
        return marks.Any(mark => text.Contains(mark + ">", StringComparison.Ordinal) || text.Contains(mark + "|", StringComparison.Ordinal))
            || (message.TryGetProperty("mentioned_by_group", out var named) && named.EnumerateArray().Any(u => u.ValueEquals(Me)));
    }
}
