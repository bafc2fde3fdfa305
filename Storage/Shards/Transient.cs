using Npgsql;

namespace OrleansSocial.Storage.Shards;

/// <summary>Repeats what may be repeated until the server is back: long enough for its restart, and no longer.</summary>
internal static class Transient
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs an idempotent operation, again after each failure of the connection or the server, until 5 s have passed.</summary>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await operation();
            }
            catch (NpgsqlException exception) when (exception.IsTransient && TimeProvider.System.GetElapsedTime(started) < TimeMax)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
