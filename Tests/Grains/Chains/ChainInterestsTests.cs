using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Grains.Chains;

public sealed class ChainInterestsTests
{
    private static readonly ChainId Chain = ChainId.Of(TeamId.FromNumber(2), new ChannelId("C000000001"));
    private static readonly ChannelEvent Event = new(Chain, 2, 0, EventKind.Message, "U000000001", null, null, "", null, 1);
    private readonly FakeTimeProvider _time = new();
    private readonly ChainHarness.RecordedOutboxes _outboxes = new();

    [Fact]
    public void A_gateway_that_does_not_renew_for_3_minutes_gets_no_more_events()
    {
        var interests = new ChainInterests(Chain, _outboxes, _time);
        interests.Renew("dead");
        interests.Renew("alive");
        _time.Advance(TimeSpan.FromMinutes(2));
        interests.Renew("alive");
        interests.Publish(Event);
        Assert.Equal(2, _outboxes.Events.Count);

        _time.Advance(TimeSpan.FromMinutes(2));
        interests.Publish(Event);

        Assert.Equal(3, _outboxes.Events.Count);
    }

    [Fact]
    public void More_gateways_than_may_follow_are_refused()
    {
        var interests = new ChainInterests(Chain, _outboxes, _time);
        for (var n = 0; n < ChainInterests.GatewaysMax; n++)
        {
            interests.Renew($"g{n}");
        }

        Assert.Throws<InvalidOperationException>(() => interests.Renew("one more"));
        interests.Renew("g0");
    }
}
