using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Storage.Writes;

namespace OrleansSocial.Grains.Writes;

/// <summary>A lane's connection through its breaks: a new one is opened only when the old one's server process is gone.</summary>
/// <param name="route">The shard; the epoch does not matter.</param>
/// <param name="context">What all lanes share.</param>
internal sealed class LaneSession(ShardRoute route, LaneContext context)
{
    private static readonly TimeSpan OpenMax = TimeSpan.FromSeconds(5);

    private LaneConnection? _connection;
    private BackendId? _old;
    private long _flushStarted;
    private int _pid;

    /// <summary>Gets where it connects to.</summary>
    public Instance Instance { get; } = Instance.Of(route);

    /// <summary>Tells for how long the flush that runs has been running, and in which server process.</summary>
    /// <returns>False when none runs.</returns>
    public bool TryGetFlush(out int pid, out TimeSpan elapsed)
    {
        var started = Volatile.Read(ref _flushStarted);
        pid = Volatile.Read(ref _pid);
        elapsed = started == 0 ? TimeSpan.Zero : context.TimeProvider.GetElapsedTime(started);
        return started != 0;
    }

    /// <summary>Sends a flush.</summary>
    /// <exception cref="FlushRefusedException">Nothing is stored.</exception>
    /// <exception cref="FlushUnknownException">It may or may not be stored.</exception>
    /// <exception cref="LaneDownException">It was not sent.</exception>
    public async Task<FlushAnswer> FlushAsync(IReadOnlyList<FlushPart> parts)
    {
        var connection = _connection ?? await OpenAsync();
        Volatile.Write(ref _pid, connection.Backend.Pid);
        Volatile.Write(ref _flushStarted, context.TimeProvider.GetTimestamp());
        try
        {
            return await connection.FlushAsync(parts);
        }
        catch (FlushUnknownException)
        {
            await CloseAsync();
            context.DataSources.Clear(Instance);
            throw;
        }
        finally
        {
            Volatile.Write(ref _flushStarted, 0);
        }
    }

    private async Task<LaneConnection> OpenAsync()
    {
        using var limit = new CancellationTokenSource(OpenMax, context.TimeProvider);
        try
        {
            if (_old is { } old)
            {
                // Else the same rows would wait for themselves, and each time-out would leave one more backend behind.
                await context.Controls.Of(Instance).EndAsync(old, limit.Token);
                _old = null;
            }

            _connection = await LaneConnection.OpenAsync(context.DataSources.ConnectionString(Instance), route.Shard, limit.Token);
            return _connection;
        }
        catch (Exception exception)
        {
            throw new LaneDownException(exception);
        }
    }

    /// <summary>Drops the connection; the next flush opens a new one.</summary>
    public async Task CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            _old = connection.Backend;
            await connection.DisposeAsync();
        }
    }
}
