using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Presence;
using OrleansSocial.Grains.Presence;

namespace OrleansSocial.Tests.Grains.Presence;

public sealed class PresenceStateTests
{
    private static readonly UserId Ann = new("U0000000ANN");
    private static readonly UserId Bob = new("U0000000BOB");
    private readonly FakeTimeProvider _clock = new();
    private readonly PresenceState _state;

    public PresenceStateTests() => _state = new PresenceState(_clock);

    [Fact]
    public void Who_has_a_socket_is_active_until_a_moment_after_the_last_one_closed()
    {
        Assert.Equal([(Ann, true), (Bob, true)], _state.Report("g1", [Ann, Bob]));
        Assert.Empty(_state.Report("g2", [Ann]));
        Assert.Empty(_state.Report("g1", []));
        _clock.Advance(IPresenceGrain.GraceTime - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_state.Sweep());
        _clock.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal([(Bob, false)], _state.Sweep());
        Assert.Equal(new PresenceStatus(true, true, false), _state.Get(Ann));
    }

    [Fact]
    public void Who_reconnects_at_once_was_never_away()
    {
        _state.Report("g1", [Ann]);
        Assert.Empty(_state.Report("g1", []));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_state.Report("g2", [Ann]));
        _clock.Advance(IPresenceGrain.GraceTime * 2);
        Assert.Empty(_state.Sweep());
    }

    [Fact]
    public void A_gateway_that_is_silent_takes_its_members_with_it()
    {
        _state.Report("g1", [Ann, Bob]);
        _state.Report("g2", [Bob]);
        _clock.Advance(IPresenceGrain.LeaseTime - TimeSpan.FromSeconds(1));
        _state.Report("g2", [Bob]);
        Assert.Empty(_state.Sweep());
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([(Ann, false)], _state.Sweep());
    }

    [Fact]
    public void By_hand_away_is_away_with_a_socket_too()
    {
        _state.Report("g1", [Ann]);
        Assert.Equal([(Ann, false)], _state.SetManual(Ann, away: true));
        Assert.Empty(_state.Report("g1", [Ann]));
        Assert.Equal(new PresenceStatus(false, true, true), _state.Get(Ann));
        Assert.Equal([(Ann, true)], _state.SetManual(Ann, away: false));
    }

    [Fact]
    public void Only_gateways_that_watch_hear_of_it_and_as_long_as_they_do()
    {
        _state.Report("g1", [Ann]);
        Assert.Equal([Ann], _state.Watch("g1", [Ann, Bob]));
        Assert.Equal(["g1"], _state.WatchersOf(Bob));
        _state.Watch("g1", [Ann]);
        Assert.Empty(_state.WatchersOf(Bob));
        _clock.Advance(IPresenceGrain.LeaseTime + TimeSpan.FromSeconds(1));
        _state.Sweep();
        Assert.Empty(_state.WatchersOf(Ann));
    }
}
