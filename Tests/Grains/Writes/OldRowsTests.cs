using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Grains.Writes;
using OrleansSocial.Storage.Writes;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Storage.Writes;

namespace OrleansSocial.Tests.Grains.Writes;

public sealed class OldRowsTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Events_and_sessions_older_than_a_day_go_and_younger_ones_stay()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var (events, sessions) = (Micros(Now - OldRowsService.EventsKept), Micros(Now - OldRowsService.SessionsKept));
        await bench.ExecuteAsync(
            $"""
            insert into channel_event (team_id, channel_id, event_ts, kind, dedupe_key)
            select 'T', 'C', {events} - 400 + n, 100, gen_random_uuid() from generate_series(0, 799) n;
            insert into session (session_id, team_id, user_id, token_id, gateway, claim, cursors, state, saved_ts)
            select 's' || n, 'T', 'U', 't', 'g', 0, '[]', 0, {sessions} - 1 + n from generate_series(0, 1) n
            """);
        using var service = new OldRowsService(new OldRows(bench.DataSources), bench.Routes, new FakeTimeProvider(Now), NullLogger<OldRowsService>.Instance);

        await service.DeleteAsync(CancellationToken.None);

        Assert.Equal($"400 {events}", await bench.TextAsync("select count(*) || ' ' || min(event_ts) from channel_event"));
        Assert.Equal("s1", await bench.TextAsync("select string_agg(session_id, ',') from session"));
    }

    [Fact]
    public async Task One_transaction_deletes_at_most_500_rows()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        await bench.ExecuteAsync(
            "insert into channel_event (team_id, channel_id, event_ts, kind, dedupe_key) select 'T', 'C', n, 100, gen_random_uuid() from generate_series(1, 501) n");
        var oldRows = new OldRows(bench.DataSources);

        Assert.Equal(500, await oldRows.DeleteEventsAsync(bench.Route, 1000, CancellationToken.None));
        Assert.Equal(1, await oldRows.DeleteEventsAsync(bench.Route, 1000, CancellationToken.None));
    }

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
