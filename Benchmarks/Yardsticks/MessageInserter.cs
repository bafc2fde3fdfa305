using Npgsql;

namespace OrleansSocial.Benchmarks.Yardsticks;

/// <summary>Inserts one row per message: pooled, prepared, asynchronous.</summary>
internal sealed class MessageInserter(NpgsqlDataSource source)
{
    private const string InsertMessage =
        """
        insert into message (team_id, channel_id, ts, kind, author_id, dedupe_key, position, body, epoch, ver)
        values ($1, $2, $3, 0, $4, $5, 0, $6, 1, $3)
        """;

    /// <summary>Inserts a message and waits for its commit.</summary>
    public async Task Insert(string channel, long ts, string user, string text, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(InsertMessage);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ChatMessage.YardstickTeam });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = channel });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = ts });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
