using System.Text.Json;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway;
using OrleansSocial.Gateway.Addresses;
using OrleansSocial.Gateway.Slack.Rtm;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Tests.Gateway.Slack.Product.Replay;

/// <summary>Every kind of frame that the product can make: found by encoding every kind of event for every kind of chain.</summary>
internal static class RtmFrameKinds
{
    private const long Ts = 1_700_000_000_000_200;

    private static readonly TeamId Team = TeamId.FromNumber(2);
    private static readonly UserId User = new("U000000001");

    private static readonly string[] Channels =
    [
        "C000000001", "G000000001", ChannelId.OfMembers(Team, [User, new UserId("U000000002")]).Value,
        ChannelId.OfMembers(Team, [User, new UserId("U000000002"), new UserId("U000000003")]).Value,
    ];

    /// <summary>Lists them.</summary>
    public static IReadOnlySet<string> All()
    {
        var encoder = new RtmEventEncoder(new BaseUrls(Options.Create(new GatewayOptions())));
        var frames = new List<ReadOnlyMemory<byte>> { encoder.EncodePresence([User.Value], isActive: true) };
        foreach (var channel in Channels)
        {
            foreach (var e in Enum.GetValues<EventKind>().SelectMany(kind => Events(kind, channel)))
            {
                frames.AddRange(encoder.Encode(e).Frames);
            }

            frames.AddRange(Enum.GetValues<SignalKind>().Select(kind => encoder.Encode(new ChainSignal(ChainId.Of(Team, new ChannelId(channel)), kind, User.Value))));
        }

        return frames.Where(f => !f.IsEmpty).Select(f => BootState.KindOf(JsonElement.Parse(f.Span))).ToHashSet(StringComparer.Ordinal);
    }

    private static IEnumerable<ChannelEvent> Events(EventKind kind, string channel)
    {
        var chain = (int)kind switch
        {
            < 200 => ChainId.Of(Team, new ChannelId(channel)),
            < 300 => ChainId.Of(Team),
            _ => ChainId.Of(Team, User),
        };
        var profile = JsonSerializer.Serialize(UserProfile.Slackbot);
        var group = JsonSerializer.Serialize(new UserGroup(UserGroupId.New(), "n", "h", "", [], [], User, 0, User, 0, null, 0));
        foreach (var more in (string[])["", ",\"username\":\"x\"", ",\"broadcast\":true"])
        {
            var extras = $$"""{"channel":"{{channel}}","name":"x","profile":{{profile}},"group":{{group}}{{more}}}""";
            var e = new ChannelEvent(chain, Ts, 0, kind, User.Value, null, null, "x", extras, 1);
            yield return e;
            yield return e with { ThreadTs = Ts - 2, Thread = new EventThread(1, User.Value, null) };
        }
    }
}
