using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Reads messages with their reactions and thread summaries.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class MessagesTable(DataSources dataSources)
{
    private const int ReactionUsersListedMax = 50;

    private const string SelectChannelDown =
        """
        select m.ts, m.kind, m.author_id, m.body, m.extras::text, m.thread_ts, m.edited_ts, m.deleted, m.position,
          t.reply_count, t.latest_reply, t.reply_users,
          (select json_agg(json_build_array(r.name, r.user_id) order by r.ver)
           from reaction r
           where r.channel_id = m.channel_id and r.ts = m.ts and not r.removed)::text,
          case when m.thread_ts <> m.ts then (select p.author_id from message p where p.channel_id = m.channel_id and p.ts = m.thread_ts) end
        from message m
          left join thread t on t.channel_id = m.channel_id and t.thread_ts = m.ts
        where m.team_id = $1 and m.channel_id = $2 and m.ts > $3 and m.ts < $4
          and ($6 or case
            when m.deleted then t.reply_count > 0
            else m.thread_ts is null or m.thread_ts = m.ts or coalesce((m.extras ->> 'broadcast')::bool, false)
            end)
        order by m.ts desc
        limit $5
        """;

    private const string SelectChannelUp =
        """
        select m.ts, m.kind, m.author_id, m.body, m.extras::text, m.thread_ts, m.edited_ts, m.deleted, m.position,
          t.reply_count, t.latest_reply, t.reply_users,
          (select json_agg(json_build_array(r.name, r.user_id) order by r.ver)
           from reaction r
           where r.channel_id = m.channel_id and r.ts = m.ts and not r.removed)::text,
          case when m.thread_ts <> m.ts then (select p.author_id from message p where p.channel_id = m.channel_id and p.ts = m.thread_ts) end
        from message m
          left join thread t on t.channel_id = m.channel_id and t.thread_ts = m.ts
        where m.team_id = $1 and m.channel_id = $2 and m.ts > $3 and m.ts < $4
          and ($6 or case
            when m.deleted then t.reply_count > 0
            else m.thread_ts is null or m.thread_ts = m.ts or coalesce((m.extras ->> 'broadcast')::bool, false)
            end)
        order by m.ts
        limit $5
        """;

    private const string SelectReplies =
        """
        select m.ts, m.kind, m.author_id, m.body, m.extras::text, m.thread_ts, m.edited_ts, m.deleted, m.position,
          null::int, null::bigint, null::text[],
          (select json_agg(json_build_array(r.name, r.user_id) order by r.ver)
           from reaction r
           where r.channel_id = m.channel_id and r.ts = m.ts and not r.removed)::text,
          (select p.author_id from message p where p.channel_id = $2 and p.ts = $6)
        from message m
        where m.team_id = $1 and m.channel_id = $2 and m.ts > $3 and m.ts < $4 and m.thread_ts = $6 and m.ts <> $6 and not m.deleted
        order by m.ts
        limit $5
        """;

    private const string SelectStoredMessage =
        """
        select ts, position from message where team_id = $1 and channel_id = $2 and dedupe_key = $3
        """;

    private const string SelectPositionAt =
        """
        select position from message where team_id = $1 and channel_id = $2 and ts <= $3 order by ts desc limit 1
        """;

    private const string SelectReactionExists =
        """
        select exists (select from reaction where team_id = $1 and channel_id = $2 and ts = $3 and name = $4 and user_id = $5 and not removed)
        """;

    /// <summary>Tells whether a user has a reaction on a message.</summary>
    public async Task<bool> HasReacted(ShardRoute route, ChainId chain, long ts, string name, UserId user, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectReactionExists, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = chain.Team.Value },
                new NpgsqlParameter<string> { TypedValue = chain.Id },
                new NpgsqlParameter<long> { TypedValue = ts },
                new NpgsqlParameter<string> { TypedValue = name },
                new NpgsqlParameter<string> { TypedValue = user.Value },
            },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Reads the newest messages of every kind, tombstones and replies included, oldest first: what a channel grain keeps.</summary>
    public async Task<List<Message>> Newest(ShardRoute route, ChainId chain, int countMax, CancellationToken cancellationToken)
    {
        var rows = await Range(SelectChannelDown, route, chain, 0, long.MaxValue, countMax, everything: true, cancellationToken);
        rows.Reverse();
        return rows;
    }

    /// <summary>Reads one message, tombstone or not; null when there is none.</summary>
    public async Task<Message?> Get(ShardRoute route, ChainId chain, long ts, CancellationToken cancellationToken)
    {
        var rows = await Range(SelectChannelUp, route, chain, ts - 1, ts + 1, 1, everything: true, cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Reads a page of channel history between two exclusive ends, as clients see it: no tombstones but of parents whose thread has replies, no replies that were not broadcast.</summary>
    public Task<List<Message>> History(
        ShardRoute route, ChainId chain, long above, long below, bool oldestFirst, int countMax, CancellationToken cancellationToken) =>
        Range(oldestFirst ? SelectChannelUp : SelectChannelDown, route, chain, above, below, countMax, everything: false, cancellationToken);

    /// <summary>Reads a page of a thread's replies between two exclusive ends, oldest first; the parent is not among them.</summary>
    public async Task<List<Message>> Replies(
        ShardRoute route, ChainId chain, long threadTs, long above, long below, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectReplies, connection);
        AddRange(command, chain, above, below, countMax);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = threadTs });
        return await ReadMessages(command, cancellationToken);
    }

    /// <summary>Finds the message that is stored under a key: its ts and position, or null.</summary>
    public async Task<(long Ts, long Position)?> FindStored(ShardRoute route, ChainId chain, Guid dedupeKey, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectStoredMessage, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = chain.Team.Value },
                new NpgsqlParameter<string> { TypedValue = chain.Id },
                new NpgsqlParameter<Guid> { TypedValue = dedupeKey },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    /// <summary>Tells the position of the last message at or before a ts; 0 when there is none.</summary>
    public async Task<long> PositionAt(ShardRoute route, ChainId chain, long ts, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectPositionAt, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = chain.Team.Value },
                new NpgsqlParameter<string> { TypedValue = chain.Id },
                new NpgsqlParameter<long> { TypedValue = ts },
            },
        };
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    private async Task<List<Message>> Range(
        string sql, ShardRoute route, ChainId chain, long above, long below, int countMax, bool everything, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        AddRange(command, chain, above, below, countMax);
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = everything });
        return await ReadMessages(command, cancellationToken);
    }

    private static void AddRange(NpgsqlCommand command, ChainId chain, long above, long below, int countMax)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = chain.Team.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = chain.Id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = above });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = below });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = countMax });
    }

    private static async Task<List<Message>> ReadMessages(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var messages = new List<Message>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var thread = reader.IsDBNull(9) || reader.GetInt32(9) == 0
                ? null
                : new ThreadSummary(reader.GetInt32(9), reader.GetInt64(10), [.. reader.GetFieldValue<string[]>(11)]);
            messages.Add(new Message(
                reader.GetInt64(0),
                (EventKind)reader.GetInt16(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetInt64(5),
                reader.IsDBNull(6) ? null : reader.GetInt64(6),
                reader.GetBoolean(7),
                reader.GetInt64(8),
                reader.IsDBNull(12) ? [] : ParseReactions(reader.GetString(12)),
                thread)
            {
                ParentAuthor = reader.IsDBNull(13) ? null : reader.GetString(13),
            });
        }

        return messages;
    }

    // A list of [name, user] in order of use becomes one entry a name, in order of its first use.
    private static ImmutableArray<Reaction> ParseReactions(string json)
    {
        var byName = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(json);
        foreach (var pair in document.RootElement.EnumerateArray())
        {
            var name = pair[0].GetString()!;
            if (!byName.TryGetValue(name, out var users))
            {
                byName[name] = users = [];
            }

            users.Add(pair[1].GetString()!);
        }

        return [.. byName.Select(r => new Reaction(r.Key, [.. r.Value.Take(ReactionUsersListedMax)], r.Value.Count))];
    }
}
