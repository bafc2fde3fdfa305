using Npgsql;
using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;

namespace OrleansSocial.Storage.Shards;

/// <summary>Takes chains over: from then on only the new owner's rows are stored.</summary>
/// <param name="dataSources">The databases.</param>
/// <param name="controls">The control connections, for the wait on locks.</param>
/// <param name="fence">Opened when the server was restarted.</param>
public sealed class ChainHeads(DataSources dataSources, ControlConnections controls, Fence fence)
{
    // A statement of its own: what follows must see what was committed while this one waited.
    private const string LockFence = "select pg_advisory_xact_lock_shared($1::int, $2::int)";

    private const string InsertHead =
        """
        insert into channel_head (channel_id, team_id, grp, owner, last_event_ts, message_count, epoch, ver)
        select $1, $2, $4, null, 0, 0, $5, 0
        where exists (
          select from local.fence f
          where f.shard = $3 and f.grp = $4 and f.epoch = $5 and f.writable and f.boot_id = pg_postmaster_start_time())
        on conflict (channel_id) do nothing
        """;

    // A head of another team is no head: the id is foreign.
    private const string UpdateOwner =
        """
        update channel_head h
        set owner = $6, epoch = $5, ver = greatest(h.ver + 2, ((extract(epoch from clock_timestamp()) * 1000000)::bigint & ~1::bigint) | $7)
        where h.channel_id = $1 and h.team_id = $2 and exists (
          select from local.fence f
          where f.shard = $3 and f.grp = $4 and f.epoch = $5 and f.writable and f.boot_id = pg_postmaster_start_time())
        returning h.last_event_ts, h.message_count, (extract(epoch from clock_timestamp()) * 1000000)::bigint
        """;

    private const string SelectFence =
        """
        select f.epoch, f.writable, coalesce(f.boot_id = pg_postmaster_start_time(), false)
        from local.fence f
        where f.shard = $1 and f.grp = $2
        """;

    /// <summary>
    /// Makes an activation the owner of a chain's head and reads it; the owner before it stores nothing any more.
    /// Read the chain's tail only after this has returned. On a connection of its own, never in a lane.
    /// </summary>
    /// <param name="route">Where the chain is written.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="owner">The activation's random id.</param>
    /// <param name="create">True makes the head if the id is free.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The head, or null when the team has no such chain.</returns>
    /// <exception cref="MovedException">The epoch is closed, or was opened anew just now.</exception>
    public async Task<ChainHead?> TakeOver(ShardRoute route, ChainId chain, Guid owner, bool create, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(route);
        var (head, state) = await Transient.RetryAsync(() => TakeAsync(route, chain, owner, create, cancellationToken), cancellationToken);
        if (state.IsOpen(route.Epoch))
        {
            return head;
        }

        if (state.IsBehind(route.Epoch))
        {
            await fence.ArmAsync(route, cancellationToken);
        }

        throw new MovedException(route);
    }

    private async Task<(ChainHead? Head, FenceState State)> TakeAsync(
        ShardRoute route, ChainId chain, Guid owner, bool create, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(LockFence, route.Shard, route.Group));
        if (create)
        {
            batch.BatchCommands.Add(Command(InsertHead, chain.Id, chain.Team.Value, route.Shard, route.Group, route.Epoch));
        }

        batch.BatchCommands.Add(Command(
            UpdateOwner, chain.Id, chain.Team.Value, route.Shard, route.Group, route.Epoch, owner, (long)route.Side));
        batch.BatchCommands.Add(Command(SelectFence, route.Shard, route.Group));
        return await controls.Of(Instance.Of(route)).BreakWhileAsync(
            connection.ProcessID, () => ReadAsync(batch, route, cancellationToken), cancellationToken);
    }

    private static async Task<(ChainHead? Head, FenceState State)> ReadAsync(NpgsqlBatch batch, ShardRoute route, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);

        // The first result is the lock's; the insert has none.
        await reader.NextResultAsync(cancellationToken);
        var head = await reader.ReadAsync(cancellationToken)
            ? new ChainHead(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2))
            : null;
        await reader.NextResultAsync(cancellationToken);
        var state = await reader.ReadAsync(cancellationToken)
            ? new FenceState(route.Group, reader.GetInt32(0), reader.GetBoolean(1), reader.GetBoolean(2))
            : new FenceState(route.Group, 0, Writable: false, Armed: false);

        // To the end: the commit's own error comes last.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        return (head, state);
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter switch
            {
                Guid id => new NpgsqlParameter<Guid> { TypedValue = id, NpgsqlDbType = NpgsqlDbType.Uuid },
                short number => new NpgsqlParameter<short> { TypedValue = number },
                int number => new NpgsqlParameter<int> { TypedValue = number },
                long number => new NpgsqlParameter<long> { TypedValue = number },
                _ => new NpgsqlParameter<string> { TypedValue = (string)parameter },
            });
        }

        return command;
    }
}
