using System.Text.Json;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway;
using OrleansSocial.Gateway.Addresses;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Gateway.Slack.Rtm;
using OrleansSocial.Gateway.Slack.SocketMode;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Gateway.Slack.Rtm;

/// <summary>Every frame that is written is described, as it is written; and nothing is described that nobody writes.</summary>
public sealed class FrameShapeTests
{
    private const long Ts = 1_700_000_000_000_200;
    private const string Ann = "U000000001";
    private const string Bob = "U000000002";

    /// <summary>Written only where a cluster answers: <see cref="RtmCommandsTests"/> and the tests of apps' requests check them.</summary>
    private static readonly string[] OfRequests = ["rtm.reply", "socket_mode.slash_commands", "socket_mode.interactive"];

    private static readonly TeamId Team = TeamId.FromNumber(2);
    private static readonly string[] Channels = ["C000000001", "G000000001", "D000000001", "G000000000000001"];

    [Fact]
    public async Task Frames_of_all_events_and_of_the_sockets_are_described_and_nothing_else()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (direction, frame) in Samples().SelectMany(s => s.Frames.Where(f => !f.IsEmpty).Select(f => (s.Direction, Frame: f))))
        {
            var (found, faults) = await FrameCheck.CheckAsync(direction, JsonElement.Parse(frame.Span));
            Assert.True(faults.Count == 0, $"{string.Join("; ", faults)}: {System.Text.Encoding.UTF8.GetString(frame.Span)}");
            var written = JsonElement.Parse(frame.Span);
            seen.Add(found!.SchemaName);
            seen.Add($"{direction} {(written.TryGetProperty("type", out var type) ? type.GetString() : string.Empty)}");
        }

        var frames = SlackFrames.Of(FrameDirection.RtmServer).Concat(SlackFrames.Of(FrameDirection.SocketModeServer))
            .Where(f => !OfRequests.Contains(f.SchemaName, StringComparer.Ordinal)).ToList();
        Assert.Empty(frames.Select(f => f.SchemaName).Except(seen));
        Assert.Empty(frames.SelectMany(f => f.Types.Select(t => $"{f.Direction} {t}")).Except(seen));
    }

    [Fact]
    public void Every_kind_of_event_has_a_sample_that_makes_a_frame()
    {
        // What nobody is told: an audit's entry, bookmarks, and the start of a conversation, of which its members hear on their own chains.
        EventKind[] silent = [EventKind.Audited, EventKind.BookmarkAdded, EventKind.BookmarkChanged, EventKind.BookmarkRemoved, EventKind.DirectOpened];
        var encoder = new RtmEventEncoder(new BaseUrls(Options.Create(new GatewayOptions())));

        Assert.Equal(
            Enum.GetValues<EventKind>().Except(silent),
            Enum.GetValues<EventKind>().Where(k => Channels.Any(c => encoder.Encode(Event(k, c)).Frames.Length > 0)));
    }

    private static IEnumerable<(FrameDirection Direction, IEnumerable<ReadOnlyMemory<byte>> Frames)> Samples()
    {
        var encoder = new RtmEventEncoder(new BaseUrls(Options.Create(new GatewayOptions())));
        foreach (var channel in Channels)
        {
            foreach (var kind in Enum.GetValues<EventKind>())
            {
                yield return (FrameDirection.RtmServer, encoder.Encode(Event(kind, channel)).Frames);
            }

            var reply = Event(EventKind.Message, channel) with { ThreadTs = Ts - 100, Thread = new EventThread(1, Bob, "the parent") };
            yield return (FrameDirection.RtmServer, encoder.Encode(reply).Frames);
            yield return (FrameDirection.RtmServer, encoder.Encode(Event(EventKind.Message, channel) with { Extras = null }).Frames);
        }

        foreach (var signal in Enum.GetValues<SignalKind>())
        {
            yield return (FrameDirection.RtmServer, [encoder.Encode(new ChainSignal(ChainId.Of(Team, new ChannelId(Channels[0])), signal, Ann, Ts))]);
        }

        yield return (FrameDirection.RtmServer,
        [
            encoder.EncodePresence([Ann], isActive: true), encoder.EncodePresence([Ann, Bob], isActive: false),
            RtmFrames.Hello, RtmFrames.HelloTo([KeyValuePair.Create(Channels[0], Ts)]), RtmFrames.Goodbye, RtmFrames.ReconnectUrl("ws://x/"), RtmFrames.Resync(Channels[0]),
            RtmFrames.Pong(JsonElement.Parse("""{"type":"ping","id":"one","time":5}""")), RtmFrames.Error(RtmFrames.TooFast, RtmFrames.TooFastText, JsonElement.Parse("""{"id":7}""")),
        ]);
        var app = new AppInfo("A000000001", Team, "app", "B000000001", new UserId(Bob), [], ["message.channels"], new UserId(Ann), 0);
        var payload = AppEvents.Of(app, Channels[0], encoder.Encode(Event(EventKind.Message, Channels[0])).Frames[0]).Single();
        yield return (FrameDirection.SocketModeServer,
        [
            SocketModeFrames.Hello(app.Id, 1, "here", TimeSpan.FromHours(1)), SocketModeFrames.Disconnect(SocketModeFrames.RefreshRequested),
            SocketModeFrames.Disconnect(SocketModeFrames.LinkDisabled), SocketModeFrames.Disconnect(SocketModeFrames.TooManySockets),
            SocketModeFrames.Envelope(new AppEnvelope("events_api", payload, "lane")),
        ]);
    }

    /// <summary>An event with everything that its kind may carry.</summary>
    private static ChannelEvent Event(EventKind kind, string channel)
    {
        var info = new ChannelInfo(new ChannelId(channel), "one", channel[0] == 'G', false, false, new UserId(Ann), Ts, "t", Ann, Ts, "p", Ann, Ts, 2);
        var profile = new UserProfile(new UserId(Ann), "ann", "Ann A", "ann@example.org", UserRole.Member, null, false, Ts);
        var group = new UserGroup(new UserGroupId("S000000001"), "one", "one", "", [channel], [Ann], new UserId(Ann), Ts, new UserId(Ann), Ts, null, 0);
        var ofMessage = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [EventExtras.ClientMessageId] = "k",
            [EventExtras.BotId] = "B000000001",
            [EventExtras.Username] = "robot",
            [EventExtras.Icons] = new { emoji = ":eyes:" },
            [EventExtras.Mrkdwn] = false,
            [EventExtras.Blocks] = new[] { new { type = "divider" } },
            [EventExtras.Attachments] = new[] { new { text = "a" } },
            [EventExtras.Metadata] = new { event_type = "x" },
            [EventExtras.MentionedByGroup] = new[] { Bob },
        };
        var message = new { author = Ann, kind = 0, text = "after", thread_ts = Ts - 300, extras = ofMessage };
        object extras = kind switch
        {
            EventKind.Message => ofMessage,
            EventKind.Join => new { inviter = Bob, count = 2 },
            EventKind.Kick => new { user = Bob },
            EventKind.Rename => new { old_name = "two" },
            EventKind.Edited or EventKind.Deleted => new { message, previous_text = "before" },
            EventKind.EphemeralPosted => new { message, channel },
            EventKind.ReactionAdded or EventKind.ReactionRemoved => new { name = "eyes", user = Bob },
            EventKind.PinAdded or EventKind.PinRemoved => new { user = Bob, count = 1 },
            EventKind.TeamMemberJoined or EventKind.TeamMemberChanged => new { profile },
            EventKind.EmojiAdded => new { name = "party", value = "https://x/y.png" },
            EventKind.EmojiRemoved => new { names = new[] { "party" } },
            EventKind.UserGroupCreated or EventKind.UserGroupChanged => new { group, count = 1 },
            EventKind.AddedToChannel => new { channel, info, users = new[] { Bob }, join_ts = Ts, position = 1 },
            EventKind.ChannelMarked => new { channel, read_ts = Ts, unread = 3, mentions = 1, position = 1, mention_ts = new[] { Ts } },
            EventKind.PrefChanged => new { name = "muted_channels", value = channel },
            EventKind.SnoozeChanged => new { snooze_ts = Ts + 60_000_000 },
            EventKind.ThreadFollowed or EventKind.ThreadMarked or EventKind.ThreadUnfollowed => new { channel, thread_ts = Ts - 100, since_ts = Ts - 50, read_ts = Ts },
            _ => new { channel, name = "one" },
        };
        var chain = kind switch
        {
            >= EventKind.AddedToChannel => ChainId.Of(Team, new UserId(Ann)),
            >= EventKind.TeamMemberJoined => ChainId.Of(Team),
            _ => ChainId.Of(Team, new ChannelId(channel)),
        };
        return new ChannelEvent(chain, Ts, Ts - 2, kind, Ann, kind is EventKind.Message ? null : Ts - 100, null, "text", JsonSerializer.Serialize(extras), 1)
        {
            LatestTs = kind is EventKind.Deleted ? Ts - 300 : null,
        };
    }
}
