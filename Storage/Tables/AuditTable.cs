using Npgsql;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Reads what admins did, on the team's shard.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class AuditTable(DataSources dataSources)
{
    private const string SelectAudit =
        """
        select ts, actor_id, action, target, detail
        from audit_entry
        where team_id = $1 and ts < $2
        order by ts desc
        limit $3
        """;

    /// <summary>Reads a page, newest first.</summary>
    /// <param name="route">The team's shard.</param>
    /// <param name="team">The team.</param>
    /// <param name="below">Entries before this ts.</param>
    /// <param name="countMax">The most entries.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<List<AuditEntry>> Before(ShardRoute route, TeamId team, long below, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectAudit, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<long> { TypedValue = below },
                new NpgsqlParameter<int> { TypedValue = countMax },
            },
        };
        var entries = new List<AuditEntry>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new AuditEntry(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4)));
        }

        return entries;
    }
}
