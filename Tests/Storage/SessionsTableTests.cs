using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Sessions;
using OrleansSocial.Storage.Tables;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Storage.Writes;

namespace OrleansSocial.Tests.Storage;

/// <summary>Of one socket's states the newest is kept, in whatever order they arrive; a socket that was taken over changes nothing.</summary>
public sealed class SessionsTableTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TeamId Team => _bench.Team;

    private ShardBench _bench = null!;
    private SessionsTable _sessions = null!;
    private SessionRecord _session = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await ShardBench.CreateAsync(postgres);
        _sessions = new SessionsTable(_bench.DataSources);
        var issued = new SessionRecord("s", Team, UserId.New(), "token", "", 0, At(1), SessionState.Issued, 100);
        await _sessions.Insert(_bench.Route, issued, 0, CancellationToken.None);
        var claimed = await _sessions.Claim(_bench.Route, Team, "s", "g", 200, CancellationToken.None);
        _session = claimed!.Value.Session;
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_save_that_was_held_up_does_not_replace_a_newer_one_and_tells_of_no_lost_claim()
    {
        Assert.Equal(["s"], await SaveAsync(1, 5, SessionState.Open));
        Assert.Equal(["s"], await SaveAsync(3, 9, SessionState.Closed));
        Assert.Equal(["s"], await SaveAsync(2, 7, SessionState.Open));

        var (before, again) = await ClaimAsync();
        Assert.Equal((SessionState.Closed, 9), (before, again.Cursors["C"]));

        // The next socket counts anew.
        _session = again;
        await SaveAsync(1, 11, SessionState.Open);
        Assert.Equal(11, (await ClaimAsync()).Session.Cursors["C"]);
    }

    [Fact]
    public async Task What_a_gateway_told_at_the_end_is_newer_than_what_it_had_queued()
    {
        await _sessions.SaveReleased(_bench.Route, Team, "s", _session.Claim, At(8), CancellationToken.None);
        await SaveAsync(1, 5, SessionState.Open);

        Assert.Equal(8, (await ClaimAsync()).Session.Cursors["C"]);
    }

    [Fact]
    public async Task A_save_under_a_claim_that_was_taken_over_changes_nothing_and_is_told()
    {
        var (_, taken) = await ClaimAsync();
        Assert.Empty(await SaveAsync(1, 5, SessionState.Closed));
        Assert.Equal(1, taken.Cursors["C"]);
        Assert.Equal((SessionState.Open, 1), ((await ClaimAsync()) is var (before, session) ? before : default, session.Cursors["C"]));
    }

    private static ImmutableDictionary<string, long> At(long cursor) => ImmutableDictionary<string, long>.Empty.Add("C", cursor);

    private Task<HashSet<string>> SaveAsync(long number, long cursor, SessionState state) => _sessions.Save(
        _bench.Route, Team, [_session with { Number = number, Cursors = At(cursor), State = state }], 300, CancellationToken.None);

    private async Task<(SessionState Before, SessionRecord Session)> ClaimAsync()
    {
        var claimed = await _sessions.Claim(_bench.Route, Team, "s", "g", 400, CancellationToken.None);
        return (claimed!.Value.Before, claimed.Value.Session);
    }
}
