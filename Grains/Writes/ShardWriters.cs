using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Grains.Writes;

/// <summary>All shard writers of this silo.</summary>
internal sealed class ShardWriters : IAsyncDisposable
{
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan DrainMax = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, ShardWriter> _writers = new(StringComparer.Ordinal);
    private readonly LaneContext _context;
    private readonly ITimer _watch;

    public ShardWriters(
        DataSources dataSources,
        ControlConnections controls,
        Fence fence,
        WriteBatchInstruments instruments,
        IOptions<WriteBatchOptions> options,
        TimeProvider timeProvider,
        ILogger<WriteLane> logger)
    {
        _context = new LaneContext(dataSources, controls, fence, instruments, options.Value, timeProvider, logger);
        instruments.Observe(() => _writers.Values);
        _watch = timeProvider.CreateTimer(_ => Watch(), null, WatchPeriod, WatchPeriod);
    }

    /// <summary>Gets the writer that serves a route.</summary>
    public ShardWriter Of(ShardRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return _writers.GetOrAdd(route.WriterKey, static (_, a) => new ShardWriter(a.Route, a.Context), (Route: route, Context: _context));
    }

    /// <summary>Lists the writers' figures.</summary>
    /// <param name="silo">The silo's address, for the list.</param>
    public ImmutableArray<WriterStats> Stats(string silo) =>
        [.. _writers.Values.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => w.Stats(silo))];

    /// <summary>Lets the lanes finish what they have, for half a second: the activations that wait for them have ended by now.</summary>
    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        await Task.WhenAll(_writers.Values.Select(w => w.StopAsync(DrainMax)));
    }

    private void Watch()
    {
        foreach (var writer in _writers.Values)
        {
            writer.Watch();
        }
    }
}
