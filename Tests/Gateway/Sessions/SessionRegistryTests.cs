using System.Collections.Immutable;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Grains.Interfaces.Sessions;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Sessions;

/// <summary>What a gateway tells of its sockets is so: "not here" means that the session has been saved.</summary>
public sealed class SessionRegistryTests : IAsyncDisposable
{
    private readonly SessionHarness _harness = new(ImmutableDictionary<string, long>.Empty);
    private readonly FakeCluster _cluster = new();
    private readonly TaskCompletionSource<ImmutableArray<string>> _saved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SessionRegistry _registry;

    public SessionRegistryTests()
    {
        _cluster.On<ISessionsGrain>(nameof(ISessionsGrain.Save), (_, _) => _saved.Task);
        _registry = new SessionRegistry(_harness.Host, new SessionSaver(new ClusterRouter(_cluster.Client), _harness.Delivery.Clock), _harness.Options);
    }

    public async ValueTask DisposeAsync()
    {
        _saved.TrySetResult([]);
        await _harness.DisposeAsync();
    }

    [Fact]
    public async Task A_socket_that_is_ending_counts_as_gone_only_when_its_session_is_saved()
    {
        await _registry.AddAsync(_harness.Session, [], 0);
        Assert.NotNull(await _registry.FindOpenAsync("s"));
        _harness.Writer.Close(SocketEnd.PeerGone);

        // The socket's own end and two questions at once.
        var removing = _registry.RemoveAsync(_harness.Session);
        Task<OpenSocket?>[] asked = [_registry.FindOpenAsync("s"), _registry.FindOpenAsync("s")];
        var again = _registry.RemoveAsync(_harness.Session);
        await _harness.OnLoopAsync(static () => { });
        Assert.DoesNotContain(asked, a => a.IsCompleted);
        Assert.False(again.IsCompleted);

        _saved.SetResult([]);
        Assert.All(await Task.WhenAll(asked), Assert.Null);
        await Task.WhenAll(removing, again);
    }

    [Fact]
    public async Task A_socket_with_a_later_claim_stays_when_an_older_one_comes_or_is_released()
    {
        _saved.SetResult([]);
        await _registry.AddAsync(_harness.Session, [], 0);
        await using var older = new SessionHarness(ImmutableDictionary<string, long>.Empty, claim: 0);
        await _registry.AddAsync(older.Session, [], 0);
        Assert.Equal((SocketEnd.None, SocketEnd.Claimed), (_harness.Writer.End, older.Writer.End));

        Assert.Null(await _registry.ReleaseAsync("s", claim: 0));
        Assert.Equal(SocketEnd.None, _harness.Writer.End);
        Assert.NotNull(await _registry.ReleaseAsync("s", claim: 1));
        Assert.Equal(SocketEnd.Claimed, _harness.Writer.End);
    }

    [Fact]
    public async Task Who_waits_for_a_save_that_failed_waits_for_the_one_in_its_place()
    {
        var saver = new SessionSaver(new ClusterRouter(_cluster.Client), _harness.Delivery.Clock);
        var calls = new List<TaskCompletionSource<ImmutableArray<string>>>();
        _cluster.On<ISessionsGrain>(nameof(ISessionsGrain.Save), (_, _) =>
        {
            var call = new TaskCompletionSource<ImmutableArray<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (calls)
            {
                calls.Add(call);
            }

            return call.Task;
        });
        var record = _harness.Session.Snapshot(SessionState.Open);
        var first = saver.SaveAsync(record);
        await Eventually.TrueAsync("the first call", () => Task.FromResult(calls.Count == 1));
        var second = saver.SaveAsync(record with { Number = record.Number + 1 });
        calls[0].SetException(new TimeoutException());
        await _harness.Delivery.UntilAsync("it is tried again", () => calls.Count == 2);
        Assert.False(first.IsCompleted || second.IsCompleted);
        calls[1].SetResult([]);
        await Task.WhenAll(first, second);
        Assert.Equal(2, calls.Count);
    }
}
