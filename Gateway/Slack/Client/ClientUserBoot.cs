using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Gateway.Slack.Users;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Client;

/// <summary>
/// What Slack's own clients start with: the caller, the team, the caller's conversations as whole objects and their preferences
/// (client.userBoot, undocumented). It names no other members; <c>social.boot</c> is smaller and does.
/// </summary>
internal static class ClientUserBoot
{
    public static SlackMethod Method { get; } = new(
        "client.userBoot", SlackTokenKind.User, Writes: false, [],
        [
            "self: user", "team", "channels: channel[]", "ims: im[]", new("is_open: channel_id[]", "Those of them that are shown."), "prefs: object",
            new("dnd: object", [.. DndJson.Fields, "snooze_enabled: bool", .. DndJson.SnoozeFields]),
        ],
        [], HandleAsync, Summary: "Gives the caller's team, conversations and preferences, for the start of a client.",
        NotServed: "what is of Slack's own interface: workspaces, starred, subteams, links, limits and cache times");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var caller = call.Caller;
        var teamTask = call.ReadAsync(() => call.Team.Profile());
        var mine = await ViewsAsync(call);
        var settings = await call.ReadAsync(() => call.User.Settings());
        if (await teamTask is not { } team || await call.ReadAsync(() => call.Team.Member(caller.User)) is not { } self)
        {
            return SlackReply.Unavailable(TimeSpan.FromSeconds(1));
        }

        var now = call.Services.Time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        return SlackReply.Ok(writer =>
        {
            writer.WritePropertyName("self"u8);
            UserJson.Write(writer, self, caller.Team, call.BaseUrl);
            writer.WritePropertyName("team"u8);
            TeamJson.Write(writer, team, call.BaseUrl);
            writer.WriteStartArray("channels"u8);
            foreach (var (entry, view) in mine.Where(c => c.Entry.Channel.Kind != ChannelKind.Direct))
            {
                ChannelJson.Write(writer, view, caller.Team, entry);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("ims"u8);
            foreach (var (entry, view) in mine.Where(c => c.Entry.Channel.Kind == ChannelKind.Direct))
            {
                ChannelJson.Write(writer, view, caller.Team, entry);
            }

            writer.WriteEndArray();
            writer.WriteStringArray("is_open"u8, [.. mine.Where(c => IsOpen(c.Entry, c.View)).Select(c => c.Entry.Channel.Value)]);
            PrefsReply.Write(writer, settings);
            writer.WriteStartObject("dnd"u8);
            DndJson.Write(writer);
            DndJson.WriteSnooze(writer, settings.SnoozeTs, now);
            writer.WriteEndObject();
        });
    }

    private static bool IsOpen(UserChannel entry, ChannelView view) =>
        !view.Info.IsArchived && (!entry.Channel.IsDirect || entry.ClosedTs == 0 || entry.ClosedTs < view.LatestTs);

    // A channel that the caller left meanwhile is left out.
    private static async Task<IReadOnlyList<(UserChannel Entry, ChannelView View)>> ViewsAsync(SlackCall call)
    {
        var mine = await call.ReadAsync(() => call.User.Channels());
        var read = new List<(UserChannel, ChannelView)>(mine.Length);
        foreach (var page in mine.Chunk(OwnChannels.AskedAtOnceMax))
        {
            var answers = await Task.WhenAll(page.Select(entry =>
            {
                // The list names channels that exist: they don't count as guesses.
                call.Services.Channels.Seen(call.Caller.Team, entry.Channel);
                return call.AskAsync(entry.Channel, grain => grain.Info(call.Caller));
            }));
            read.AddRange(page.Zip(answers).Where(c => c.Second is { Error: PostError.None, Channel.IsMember: true }).Select(c => (c.First, c.Second.Channel!)));
        }

        return read;
    }
}
