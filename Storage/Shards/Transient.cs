using Npgsql;

namespace OrleansSocial.Storage.Shards;

/// <summary>Repeats what may be repeated until the server is back: long enough for its restart, and no longer.</summary>
internal static class Transient
{
    private const int TriesMax = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs an idempotent operation, again after each failure of the connection or the server, for about 5 s.</summary>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await operation();
            }
            catch (NpgsqlException exception) when (exception.IsTransient && tries < TriesMax)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
