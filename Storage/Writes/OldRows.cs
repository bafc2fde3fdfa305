using Npgsql;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Writes;

/// <summary>Deletes what is kept for a time only: events of chains after 25 h, session records after a day.</summary>
/// <param name="dataSources">The databases.</param>
public sealed class OldRows(DataSources dataSources)
{
    /// <summary>The most rows that one transaction deletes.</summary>
    public const int RowsMax = 500;

    // Silos that work on a shard at the same time pass each other's rows by.
    private const string DeleteEvents =
        """
        delete from channel_event
        where ctid = any (array(
          select ctid from channel_event
          where event_ts < $1
          limit $2
          for update skip locked))
        """;

    private const string DeleteSessions =
        """
        delete from session
        where session_id = any (array(
          select session_id from session
          where saved_ts < $1
          limit $2
          for update skip locked))
        """;

    /// <summary>Deletes some events that are older than a time.</summary>
    /// <param name="route">The shard.</param>
    /// <param name="olderThanTs">Microseconds since 1970.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many; at <see cref="RowsMax"/> there may be more.</returns>
    public Task<int> DeleteEventsAsync(ShardRoute route, long olderThanTs, CancellationToken cancellationToken) =>
        DeleteAsync(DeleteEvents, route, olderThanTs, cancellationToken);

    /// <summary>Deletes some session records that were last saved before a time.</summary>
    /// <param name="route">The shard.</param>
    /// <param name="olderThanTs">Microseconds since 1970.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many; at <see cref="RowsMax"/> there may be more.</returns>
    public Task<int> DeleteSessionsAsync(ShardRoute route, long olderThanTs, CancellationToken cancellationToken) =>
        DeleteAsync(DeleteSessions, route, olderThanTs, cancellationToken);

    private async Task<int> DeleteAsync(string sql, ShardRoute route, long olderThanTs, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Read(route).CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = olderThanTs });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = RowsMax });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
