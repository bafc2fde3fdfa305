using System.Collections.Concurrent;

namespace OrleansSocial.Storage.Shards;

/// <summary>One control connection for each instance, opened when it is first needed.</summary>
/// <param name="dataSources">The databases.</param>
/// <param name="timeProvider">The clock of its pauses.</param>
public sealed class ControlConnections(DataSources dataSources, TimeProvider timeProvider) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Instance, ControlConnection> _connections = new();

    /// <summary>Gets the control connection of an instance.</summary>
    public ControlConnection Of(Instance instance) =>
        _connections.GetOrAdd(instance, i => new ControlConnection(dataSources.ConnectionString(i), timeProvider));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values)
        {
            await connection.DisposeAsync();
        }
    }
}
