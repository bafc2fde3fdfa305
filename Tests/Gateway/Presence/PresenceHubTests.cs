using System.Collections.Immutable;
using OrleansSocial.Gateway.Presence;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Presence;
using OrleansSocial.Grains.Interfaces.Sessions;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Sessions;

namespace OrleansSocial.Tests.Gateway.Presence;

/// <summary>What a gateway reports last is what its grains believe, and it is who has sockets.</summary>
public sealed class PresenceHubTests : IAsyncDisposable
{
    private readonly SessionHarness _harness = new(ImmutableDictionary<string, long>.Empty);
    private readonly List<(ImmutableArray<UserId> Users, TaskCompletionSource Call)> _reports = [];

    public PresenceHubTests() => _harness.Cluster.On<IPresenceGrain>(nameof(IPresenceGrain.Report), (_, arguments) =>
    {
        var call = new TaskCompletionSource();
        _reports.Add(((ImmutableArray<UserId>)arguments[1]!, call));
        return call.Task;
    });

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task A_report_waits_for_the_one_before_it()
    {
        await _harness.StartAsync();
        await _harness.Delivery.UntilAsync("the first report", () => _reports.Count == 1);
        await _harness.OnLoopAsync(_harness.Session.End);
        await PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal([Events.Bob], Assert.Single(_reports).Users);

        _reports[0].Call.SetResult();

        await _harness.Delivery.UntilAsync("the second report", () => _reports.Count == 2);
        Assert.Empty(_reports[1].Users);
    }

    [Fact]
    public async Task A_session_that_never_began_takes_nobody_offline()
    {
        await _harness.StartAsync();
        await _harness.OnLoopAsync(() =>
        {
            var record = new SessionRecord("other", Events.Team, Events.Bob, "t", "g", 1, ImmutableDictionary<string, long>.Empty, SessionState.Open, 0);
            new RtmSession(record, false, _harness.Writer, _harness.Host).End();
        });
        await _harness.Delivery.UntilAsync("a report", () => _reports.Count == 1);
        _reports[0].Call.SetResult();
        await PassAsync(PresenceHub.RenewPeriod);
        await _harness.Delivery.UntilAsync("its renewal", () => _reports.Count == 2);
        Assert.All(_reports, r => Assert.Equal([Events.Bob], r.Users));
    }

    private async Task PassAsync(TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            _harness.Delivery.Clock.Advance(step);
            await _harness.OnLoopAsync(static () => { });
        }
    }
}
