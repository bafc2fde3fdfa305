using Npgsql;
using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Reads an event chain: messages and channel_events as one list.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class ChainEventsTable(DataSources dataSources)
{
    // Both halves are limited before they are merged, so that a long channel costs two short index scans.
    private const string SelectNewestEvents =
        """
        select e.event_ts, e.kind, e.author, e.target_ts, e.thread_ts, e.body, e.extras, e.position,
          case when e.thread_ts is not null then coalesce((select t.reply_count from thread t where t.channel_id = $2 and t.thread_ts = e.thread_ts), 0) end,
          case when e.thread_ts is not null then (select p.author_id from message p where p.channel_id = $2 and p.ts = e.thread_ts) end,
          case when e.thread_ts is not null and e.extras like '%"broadcast": true%'
            then (select p.body from message p where p.channel_id = $2 and p.ts = e.thread_ts and not p.deleted) end,
          case when e.kind = 101 then coalesce((
            select m.ts from message m
            where m.channel_id = $2 and case
              when m.deleted then exists (select from thread t where t.channel_id = $2 and t.thread_ts = m.ts and t.reply_count > 0)
              else m.thread_ts is null or m.thread_ts = m.ts or m.extras @> '{"broadcast": true}'
              end
            order by m.ts desc
            limit 1), 0) end,
          e.kind = 100 and coalesce((select p.deleted from message p where p.channel_id = $2 and p.ts = e.target_ts), false),
          left_over.reply_count, left_over.latest_reply, left_over.reply_users
        from (
          (select ts as event_ts, kind, author_id as author, null::bigint as target_ts, thread_ts, body, extras::text as extras, position
           from message
           where team_id = $1 and channel_id = $2
           order by ts desc
           limit $3)
          union all
          (select event_ts, kind, actor_id, target_ts, null, '', payload::text, 0
           from channel_event
           where team_id = $1 and channel_id = $2
           order by event_ts desc
           limit $3)
        ) e
          left join lateral (
            select t.reply_count, t.latest_reply, t.reply_users
            from thread t
            where e.kind = 101 and t.channel_id = $2 and t.thread_ts = e.target_ts and t.reply_count > 0
            limit 1) left_over on true
        order by e.event_ts desc
        limit $3
        """;

    private const string SelectEventsSince =
        """
        select e.event_ts, e.kind, e.author, e.target_ts, e.thread_ts, e.body, e.extras, e.position,
          case when e.thread_ts is not null then coalesce((select t.reply_count from thread t where t.channel_id = $2 and t.thread_ts = e.thread_ts), 0) end,
          case when e.thread_ts is not null then (select p.author_id from message p where p.channel_id = $2 and p.ts = e.thread_ts) end,
          case when e.thread_ts is not null and e.extras like '%"broadcast": true%'
            then (select p.body from message p where p.channel_id = $2 and p.ts = e.thread_ts and not p.deleted) end,
          case when e.kind = 101 then coalesce((
            select m.ts from message m
            where m.channel_id = $2 and case
              when m.deleted then exists (select from thread t where t.channel_id = $2 and t.thread_ts = m.ts and t.reply_count > 0)
              else m.thread_ts is null or m.thread_ts = m.ts or m.extras @> '{"broadcast": true}'
              end
            order by m.ts desc
            limit 1), 0) end,
          e.kind = 100 and coalesce((select p.deleted from message p where p.channel_id = $2 and p.ts = e.target_ts), false),
          left_over.reply_count, left_over.latest_reply, left_over.reply_users
        from (
          (select ts as event_ts, kind, author_id as author, null::bigint as target_ts, thread_ts, body, extras::text as extras, position
           from message
           where team_id = $1 and channel_id = $2 and ts > $3
           order by ts
           limit $4)
          union all
          (select event_ts, kind, actor_id, target_ts, null, '', payload::text, 0
           from channel_event
           where team_id = $1 and channel_id = $2 and event_ts > $3
           order by event_ts
           limit $4)
        ) e
          left join lateral (
            select t.reply_count, t.latest_reply, t.reply_users
            from thread t
            where e.kind = 101 and t.channel_id = $2 and t.thread_ts = e.target_ts and t.reply_count > 0
            limit 1) left_over on true
        order by e.event_ts
        limit $4
        """;

    private const string SelectEventCountBounded =
        """
        select (select count(*) from (select 1 from message where team_id = $1 and channel_id = $2 and ts > $3 limit $4) m)
             + (select count(*) from (select 1 from channel_event where team_id = $1 and channel_id = $2 and event_ts > $3 limit $4) e)
        """;

    private const string SelectStoredEvent =
        """
        select event_ts, target_ts from channel_event where team_id = $1 and channel_id = $2 and dedupe_key = $3
        """;

    /// <summary>Reads the newest events, oldest first; PrevTs is filled, except that the very first event of a chain has 0.</summary>
    public async Task<List<ChannelEvent>> Newest(ShardRoute route, ChainId chain, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectNewestEvents, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = chain.Team.Value },
                new NpgsqlParameter<string> { TypedValue = chain.Id },
                new NpgsqlParameter<int> { TypedValue = countMax + 1 },
            },
        };

        // One more than asked: it is the first one's PrevTs.
        var rows = await ReadRows(command, chain, cancellationToken);
        rows.Reverse();
        var previous = rows.Count > countMax ? rows[0].EventTs : 0;
        return Linked(rows.Count > countMax ? rows[1..] : rows, previous);
    }

    /// <summary>Reads the events after one, oldest first; the first one's PrevTs is that one.</summary>
    public async Task<List<ChannelEvent>> Since(ShardRoute route, ChainId chain, long eventTs, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectEventsSince, connection);
        AddSinceParameters(command, chain, eventTs, countMax);
        return Linked(await ReadRows(command, chain, cancellationToken), eventTs);
    }

    /// <summary>Counts the events after one, but stops counting near the bound: for deciding whether a gap is too long to repair.</summary>
    public async Task<long> CountSince(ShardRoute route, ChainId chain, long eventTs, int bound, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectEventCountBounded, connection);
        AddSinceParameters(command, chain, eventTs, bound);
        return (long)(await command.ExecuteScalarAsync(cancellationToken) ?? 0L);
    }

    /// <summary>Finds the event that is stored under a key, or null: for a retry whose state check would fail today.</summary>
    public async Task<long?> FindStored(ShardRoute route, ChainId chain, Guid dedupeKey, CancellationToken cancellationToken) =>
        (await FindStoredWithTarget(route, chain, dedupeKey, cancellationToken))?.Ts;

    /// <summary>Finds the event that is stored under a key, with what it is about; null when there is none.</summary>
    public async Task<(long Ts, long? Target)?> FindStoredWithTarget(ShardRoute route, ChainId chain, Guid dedupeKey, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectStoredEvent, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = chain.Team.Value },
                new NpgsqlParameter<string> { TypedValue = chain.Id },
                new NpgsqlParameter<Guid> { TypedValue = dedupeKey },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1)) : null;
    }

    private static void AddSinceParameters(NpgsqlCommand command, ChainId chain, long eventTs, int limit)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = chain.Team.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = chain.Id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = eventTs });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit, NpgsqlDbType = NpgsqlDbType.Integer });
    }

    private static async Task<List<ChannelEvent>> ReadRows(NpgsqlCommand command, ChainId chain, CancellationToken cancellationToken)
    {
        var events = new List<ChannelEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var e = new ChannelEvent(
                chain,
                reader.GetInt64(0),
                PrevTs: 0,
                (EventKind)reader.GetInt16(1),
                reader.IsDBNull(2) ? "" : reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetInt64(3),
                reader.IsDBNull(4) ? null : reader.GetInt64(4),
                reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetString(6),
                reader.GetInt64(7))
            {
                Thread = reader.IsDBNull(9) ? null : new EventThread(reader.GetInt32(8), reader.GetString(9), reader.IsDBNull(10) ? null : reader.GetString(10)),
                LatestTs = reader.IsDBNull(11) ? null : reader.GetInt64(11),
                Replies = reader.IsDBNull(13) ? null : new ThreadSummary(reader.GetInt32(13), reader.GetInt64(14), [.. reader.GetFieldValue<string[]>(15)]),
            };

            // An edit's row keeps its texts; who was away when the message was deleted does not get them any more.
            events.Add(reader.GetBoolean(12) ? e.WithoutTextOf(e.TargetTs!.Value) : e);
        }

        return events;
    }

    private static List<ChannelEvent> Linked(List<ChannelEvent> events, long previous)
    {
        for (var i = 0; i < events.Count; i++)
        {
            events[i] = events[i] with { PrevTs = previous };
            previous = events[i].EventTs;
        }

        return events;
    }
}
