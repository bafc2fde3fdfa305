using Npgsql;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>What the database holds of one team since the run began.</summary>
public sealed record StoredRows(IReadOnlyList<StoredMessage> Messages, IReadOnlyList<StoredEvent> Events)
{
    private const string SelectShardSchemas =
        """
        select table_schema
        from information_schema.tables
        where table_name = 'message'
        order by 1
        """;

    /// <summary>Reads rows from a file.</summary>
    public static StoredRows Read(string path)
    {
        var lines = FaultJson.ReadLines<StoredLine>(path).ToList();
        return new StoredRows([.. lines.Select(l => l.Message).OfType<StoredMessage>()], [.. lines.Select(l => l.Event).OfType<StoredEvent>()]);
    }

    /// <summary>Reads every shard of a database, straight from its tables.</summary>
    public static async Task<StoredRows> QueryAsync(string connectionString, string team, long sinceTs, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var schemas = new List<string>();
        await using (var select = source.CreateCommand(SelectShardSchemas))
        await using (var reader = await select.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                schemas.Add(reader.GetString(0));
            }
        }

        var messages = new List<StoredMessage>();
        var events = new List<StoredEvent>();
        foreach (var schema in schemas)
        {
            // A schema's name comes from the catalogue, never from outside.
            var name = $"\"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            await using (var select = source.CreateCommand($"select channel_id, ts, author_id, body from {name}.message where team_id = $1 and ts >= $2"))
            {
                select.Parameters.Add(new NpgsqlParameter { Value = team });
                select.Parameters.Add(new NpgsqlParameter { Value = sinceTs });
                await using var reader = await select.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    messages.Add(new StoredMessage(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3)));
                }
            }

            await using (var select = source.CreateCommand($"select channel_id, event_ts, kind::int from {name}.channel_event where team_id = $1 and event_ts >= $2"))
            {
                select.Parameters.Add(new NpgsqlParameter { Value = team });
                select.Parameters.Add(new NpgsqlParameter { Value = sinceTs });
                await using var reader = await select.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    events.Add(new StoredEvent(reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2)));
                }
            }
        }

        return new StoredRows(messages, events);
    }
}
