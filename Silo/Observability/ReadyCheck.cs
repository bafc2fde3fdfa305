using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Silo.Observability;

/// <summary>
/// Whether this process can do its work: its cluster answers, and its databases do. One check serves all callers for a
/// second, so that asking costs nothing.
/// </summary>
/// <param name="services">The host's services; a gateway has no databases among them.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class ReadyCheck(IServiceProvider services, TimeProvider timeProvider)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private Task<ReadyReport>? _last;
    private long _lastAt;

    /// <summary>The parts and what is wrong with them.</summary>
    public Task<ReadyReport> RunAsync()
    {
        lock (_gate)
        {
            if (_last is null || (_last.IsCompleted && timeProvider.GetElapsedTime(_lastAt) > Lifetime))
            {
                _lastAt = timeProvider.GetTimestamp();
                _last = CheckAsync();
            }

            return _last;
        }
    }

    private async Task<ReadyReport> CheckAsync()
    {
        List<Task<ReadyPart>> parts = [PartAsync("cluster", ClusterAsync)];
        if (services.GetService<DataSources>() is { } dataSources)
        {
            parts.Add(PartAsync("database", token => DatabaseAsync(dataSources, token)));
        }

        return new(await Task.WhenAll(parts));
    }

    private async Task<ReadyPart> PartAsync(string name, Func<CancellationToken, Task> check)
    {
        try
        {
            using var timeout = new CancellationTokenSource(Timeout, timeProvider);
            await check(timeout.Token).WaitAsync(timeout.Token);
            return new(name, null);
        }
        catch (OperationCanceledException)
        {
            return new(name, $"no answer within {Timeout.TotalSeconds} s");
        }
        catch (Exception exception)
        {
            // The type alone: a message may name hosts and users, and anybody may ask.
            return new(name, exception.GetType().Name);
        }
    }

    private Task ClusterAsync(CancellationToken cancellationToken) =>
        services.GetRequiredService<IClusterClient>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, cancellationToken);

    private static async Task DatabaseAsync(DataSources dataSources, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand("select 1");
        await command.ExecuteScalarAsync(cancellationToken);
    }
}
