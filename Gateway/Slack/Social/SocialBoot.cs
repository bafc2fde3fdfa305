using System.Collections.Immutable;
using System.Text.Json;
using OrleansSocial.Gateway.Slack.Client;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Gateway.Slack.Rtm;
using OrleansSocial.Gateway.Slack.Users;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>
/// Everything that a client needs to start, and nothing that grows with the team: the caller, the team, the caller's own channels
/// with what is unread, and the members that these name. The session is opened first, so what happens after the state was read
/// comes over the socket; what happened between is in both.
/// </summary>
internal static class SocialBoot
{
    public static SlackMethod Method { get; } = new(
        "social.boot", SlackTokenKind.Any, Writes: false, [],
        [
            "url", "self: user", "team",
            new("channels: object[]",
            [
                "id: channel_id", "name", "is_private", "is_archived", "is_general", new("users?", "For direct conversations: the other members."),
                "is_open?", new("closed_ts?: ts", "For direct conversations that were closed: open again when latest is newer."), "topic", "num_members",
                .. ClientCounts.Fields, "is_muted",
                new("as_of: ts", "The channel's newest event when this was read: frames of the channel that are not newer change nothing."),
                new("position: int", "The position of the channel's newest counted message: as many are counted."),
                new("read_position: int", "That of the last one read; the difference is unread_count."),
                new("mentions: ts[]", "The unread messages that mention the caller, at most the newest 100; empty for direct conversations, where all do."),
            ]),
            "users: user[]", new("muted_channels: channel_id[]", "The caller's preference, channels among them that the caller is not in."), ThreadCounts.Field,
        ],
        [], HandleAsync, Summary: "Opens a session and gives everything that a client needs to start.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var caller = call.Caller;

        // Asked first and awaited last: a team that is not in memory is read while the channels are.
        var teamTask = call.ReadAsync(() => call.Team.Profile());
        var url = await RtmConnect.OpenAsync(call);
        var mine = await OwnChannels.ReadAsync(call);
        var threads = await call.ReadAsync(() => call.User.UnreadThreads());
        var muted = await MutedChannels.ReadAsync(call);
        ImmutableArray<UserId> named = [caller.User, .. mine.SelectMany(c => c.Entry.Others).Distinct().Where(u => u != caller.User)];
        var profiles = new List<UserProfile>();
        foreach (var page in named.Chunk(HistoryQuery.CountLimit))
        {
            profiles.AddRange(await call.ReadAsync(() => call.Team.MembersOf([.. page])));
        }

        var team = await teamTask;
        if (team is null || profiles.FirstOrDefault(p => p.Id == caller.User) is not { } self)
        {
            return SlackReply.Unavailable(TimeSpan.FromSeconds(1));
        }

        return SlackReply.Ok(writer =>
        {
            writer.WriteString("url"u8, url);
            writer.WritePropertyName("self"u8);
            UserJson.Write(writer, self, caller.Team, call.BaseUrl);
            writer.WritePropertyName("team"u8);
            TeamJson.Write(writer, team, call.BaseUrl);
            writer.WriteStartArray("channels"u8);
            foreach (var (entry, counts) in mine)
            {
                Write(writer, entry, counts, muted.Contains(entry.Channel.Value));
            }

            writer.WriteEndArray();
            writer.WriteStartArray("users"u8);
            foreach (var profile in profiles.Where(p => p.Id != caller.User))
            {
                UserJson.Write(writer, profile, caller.Team, call.BaseUrl);
            }

            writer.WriteEndArray();
            writer.WriteStringArray("muted_channels"u8, muted.Order(StringComparer.Ordinal));
            ThreadCounts.Write(writer, threads, byChannel: true);
        });
    }

    private static void Write(Utf8JsonWriter writer, UserChannel entry, ChannelCounts counts, bool isMuted)
    {
        var info = counts.Info!;
        writer.WriteStartObject();
        writer.WriteString("id"u8, entry.Channel.Value);
        writer.WriteString("name"u8, info.Name);
        writer.WriteBoolean("is_private"u8, info.IsPrivate);
        writer.WriteBoolean("is_archived"u8, info.IsArchived);
        writer.WriteBoolean("is_general"u8, info.IsGeneral);
        if (entry.Channel.IsDirect)
        {
            writer.WriteStringArray("users"u8, [.. entry.Others.Select(u => u.Value)]);
            writer.WriteBoolean("is_open"u8, entry.ClosedTs == 0 || entry.ClosedTs < counts.LatestTs);
            if (entry.ClosedTs != 0)
            {
                writer.WriteTs("closed_ts"u8, entry.ClosedTs);
            }
        }

        writer.WriteString("topic"u8, info.Topic);
        writer.WriteNumber("num_members"u8, info.MemberCount);
        ClientCounts.WriteCounts(writer, entry, counts, isMuted);
        writer.WriteBoolean("is_muted"u8, isMuted);
        writer.WriteTs("as_of"u8, counts.HeadTs);
        writer.WriteNumber("position"u8, counts.Position);
        writer.WriteNumber("read_position"u8, entry.ReadPosition);
        writer.WriteTsArray("mentions"u8, counts.MentionTs);
        writer.WriteEndObject();
    }
}
