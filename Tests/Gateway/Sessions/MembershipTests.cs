using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Sessions;

/// <summary>A session shows a channel while its member is in it, whatever of the channel's and the member's chains it learns first.</summary>
public sealed class MembershipTests : IAsyncDisposable
{
    private static readonly ChainId Own = ChainId.Of(Events.Team, Events.Bob);

    private SessionHarness? _session;

    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
        {
            await session.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_channel_whose_removal_the_session_began_behind_ends_when_the_members_chain_tells_of_it()
    {
        // The removal is in the channel's chain, but the member's list, which the session was given, did not have it yet.
        var session = Session(ImmutableDictionary<string, long>.Empty);
        session.Delivery.Chains.Add(Events.Message(1));
        session.Delivery.Chains.Add(Kick(5));
        session.Delivery.Chains.Add(Events.Message(1, chain: Own));
        await session.StartAsync((Events.Channel, 1));
        await session.Delivery.UntilAsync("the socket is live in its chains", () => !session.Session.IsBehind);

        await session.Delivery.AcceptAsync(session.Delivery.Chains.Add(Removed(2, leaveTs: 5)));
        await session.Delivery.AcceptAsync(session.Delivery.Chains.Add(Events.Message(6, "secret")));
        await ShownAsync(session, Events.Message(3, "own", Own));

        Assert.DoesNotContain("secret", session.Arrived, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removal_before_the_join_that_the_session_knows_ends_nothing()
    {
        var session = Session(ImmutableDictionary<string, long>.Empty.Add(Own.Id, 1));
        session.Delivery.Chains.Add(Events.Message(8));
        session.Delivery.Chains.Add(Events.Message(1, chain: Own));
        session.Delivery.Chains.Add(Removed(2, leaveTs: 5));
        await session.StartAsync((Events.Channel, 7));
        await session.Delivery.UntilAsync("the socket is live in its chains", () => !session.Session.IsBehind);

        await ShownAsync(session, Events.Message(9, "still here"));
    }

    [Fact]
    public async Task A_channel_that_was_left_and_joined_while_away_goes_on_although_the_members_chain_told_of_it_before()
    {
        // The cursor of the member's chain is behind the join, that of the channel before the removal: a client of ours names only channels.
        var session = Session(ImmutableDictionary<string, long>.Empty.Add(Own.Id, 4).Add(Events.Channel.Id, 1));
        session.Delivery.Chains.Add(Events.Message(1));
        session.Delivery.Chains.Add(Events.Message(2, "before"));
        session.Delivery.Chains.Add(Kick(3));
        session.Delivery.Chains.Add(Events.Message(4, "between"));
        session.Delivery.Chains.Add(Events.Of(EventKind.Join, 5, author: Events.Bob));
        session.Delivery.Chains.Add(Events.Message(6, "after"));
        session.Delivery.Chains.Add(Events.Message(4, chain: Own));
        await session.StartAsync((Events.Channel, 5));
        await ShownAsync(session, Events.Message(7, "live"));

        Assert.Contains("2:before", session.Arrived, StringComparison.Ordinal);
        Assert.Contains("6:after", session.Arrived, StringComparison.Ordinal);
        Assert.DoesNotContain("between", session.Arrived, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_a_session_cannot_take_does_not_stop_what_follows_it()
    {
        var session = Session(ImmutableDictionary<string, long>.Empty.Add(Own.Id, 1));
        session.Delivery.Chains.Add(Events.Message(1, chain: Own));
        session.Delivery.Chains.Add(Events.Of(EventKind.AddedToChannel, 2, chain: Own, extras: "{not JSON", target: 2));
        await session.StartAsync();
        await ShownAsync(session, Events.Message(3, "next", Own));
        await session.Delivery.AcceptAsync(session.Delivery.Chains.Add(Events.Of(EventKind.AddedToChannel, 4, chain: Own, extras: "{not JSON", target: 2)));
        await ShownAsync(session, Events.Message(5, "and next", Own));
    }

    private static ChannelEvent Kick(long ts) =>
        Events.Of(EventKind.Kick, ts, extras: $$"""{"{{EventExtras.User}}":"{{Events.Bob}}"}""");

    private static ChannelEvent Removed(long ts, long leaveTs) =>
        Events.Of(EventKind.RemovedFromChannel, ts, chain: Own, extras: $$"""{"{{EventExtras.Channel}}":"{{Events.Channel.Id}}"}""", target: leaveTs);

    private SessionHarness Session(ImmutableDictionary<string, long> cursors)
    {
        _session = new SessionHarness(cursors);
        _session.Write();
        return _session;
    }

    /// <summary>Has something happen now, and waits until it is shown.</summary>
    private static async Task ShownAsync(SessionHarness session, ChannelEvent e)
    {
        await session.Delivery.AcceptAsync(session.Delivery.Chains.Add(e));
        await session.Delivery.UntilAsync($"{e.Text} is shown", () => session.Arrived.Contains($"{e.EventTs}:{e.Text}", StringComparison.Ordinal));
    }
}
