using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using OrleansSocial.Grains.Interfaces.Shards;

namespace OrleansSocial.Storage.Shards;

/// <summary>
/// The rows that let a group write, one a shard and group on each instance. Whoever writes one first takes its advisory lock
/// exclusively, which waits for the flushes that hold it shared: after the commit no row of an older epoch can appear.
/// </summary>
/// <param name="dataSources">The databases.</param>
/// <param name="routes">The map, where epochs are minted.</param>
/// <param name="controls">The control connections, for the wait on the lock.</param>
/// <param name="logger">The log.</param>
public sealed partial class Fence(DataSources dataSources, ShardRoutes routes, ControlConnections controls, ILogger<Fence> logger)
{
    private const int MintTriesMax = 5;

    private const string Lock = "select pg_advisory_xact_lock($1::int, $2::int), pg_backend_pid()";

    private const string SelectFence =
        """
        select grp, epoch, writable, coalesce(boot_id = pg_postmaster_start_time(), false)
        from local.fence
        where shard = $1
        order by grp
        """;

    private const string UpsertFence =
        """
        insert into local.fence (shard, grp, epoch, writable, boot_id)
        values ($1, $2, $3, true, pg_postmaster_start_time())
        on conflict (shard, grp) do update set epoch = excluded.epoch, writable = true, boot_id = excluded.boot_id
        """;

    /// <summary>
    /// Opens a group on its side if its fence is of an earlier start of the server (ARM: the epoch after main's is minted),
    /// or behind main's epoch because a bump died half-way (main's epoch is taken). Else changes nothing. Any silo may call it at any time.
    /// </summary>
    /// <param name="route">The route; its epoch does not matter.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task ArmAsync(ShardRoute route, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(route);
        await WithLockAsync(
            route,
            async connection =>
            {
                var fence = await ReadAsync(connection, route, cancellationToken);
                if (await EpochAsync(route, fence, cancellationToken) is { } epoch)
                {
                    await WriteAsync(connection, route, epoch, cancellationToken);
                    LogArmed(route.Shard, route.Group, fence.Epoch, epoch);
                }
            },
            cancellationToken);
    }

    /// <summary>Arms every group of every shard whose side is configured here; at start-up, so that the first post finds it open.</summary>
    public async Task ArmAllAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in await routes.MapAsync(cancellationToken))
        {
            await ArmAsync(entry.Route, cancellationToken);
        }
    }

    /// <summary>Closes a group's epoch and opens the next one. When it returns, no row of the old epoch can be committed.</summary>
    /// <returns>The new epoch, or 0 when there is no such group.</returns>
    public async Task<int> BumpAsync(short shard, short group, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MintTriesMax; tries++)
        {
            var route = await routes.GroupAsync(shard, group, cancellationToken);
            if (route is null)
            {
                return 0;
            }

            if (await routes.MintEpochAsync(route, cancellationToken) is { } epoch)
            {
                // Whoever arms in between has taken this epoch or a later one.
                await ArmAsync(route with { Epoch = epoch }, cancellationToken);
                return epoch;
            }
        }

        throw new InvalidOperationException($"The epoch of shard {shard}, group {group} kept changing.");
    }

    /// <summary>Reads the fence of a route's group as it is now, without a lock.</summary>
    public async Task<FenceState> StateAsync(ShardRoute route, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        return await ReadAsync(connection, route, cancellationToken);
    }

    /// <summary>Runs one transaction under a group's exclusive lock.</summary>
    internal async Task WithLockAsync(ShardRoute route, Func<NpgsqlConnection, Task> change, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);

        // A commit of the fence waits for no standby: it is this instance's own business.
        await using (var local = new NpgsqlCommand("set local synchronous_commit = local", connection))
        {
            await local.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var take = new NpgsqlCommand(Lock, connection))
        {
            AddKey(take, route);
            await controls.Of(Instance.Of(route)).BreakWhileAsync(
                connection.ProcessID, () => take.ExecuteNonQueryAsync(cancellationToken), cancellationToken);
        }

        await change(connection);
        await transaction.CommitAsync(cancellationToken);
    }

    internal static async Task WriteAsync(NpgsqlConnection connection, ShardRoute route, int epoch, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(UpsertFence, connection);
        AddKey(command, route);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = epoch });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void AddKey(NpgsqlCommand command, ShardRoute route)
    {
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = route.Shard });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = route.Group });
    }

    private static async Task<FenceState> ReadAsync(NpgsqlConnection connection, ShardRoute route, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SelectFence, connection);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = route.Shard });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var fence = new FenceState(reader.GetInt16(0), reader.GetInt32(1), reader.GetBoolean(2), reader.GetBoolean(3));
            if (fence.Group == route.Group)
            {
                return fence;
            }
        }

        return new FenceState(route.Group, 0, Writable: false, Armed: false);
    }

    /// <summary>The epoch that the fence has to get, or null when it is right or not this side's.</summary>
    private async Task<int?> EpochAsync(ShardRoute route, FenceState fence, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MintTriesMax; tries++)
        {
            var now = await routes.GroupAsync(route.Shard, route.Group, cancellationToken);
            if (now is null || Instance.Of(now) != Instance.Of(route) || !fence.IsBehind(now.Epoch))
            {
                return null;
            }

            if (fence.Armed)
            {
                return now.Epoch;
            }

            if (await routes.MintEpochAsync(now, cancellationToken) is { } epoch)
            {
                return epoch;
            }
        }

        throw new InvalidOperationException($"The epoch of shard {route.Shard}, group {route.Group} kept changing.");
    }
}
