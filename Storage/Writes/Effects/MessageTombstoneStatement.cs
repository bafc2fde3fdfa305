using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Empties messages, takes their reactions and mentions away, and takes a reply out of its thread's summary; each message once.</summary>
/// <remarks>
/// This statement does not see its own update of <c>message</c>: what it empties is left out by ts. Who has no reply any more is looked
/// for in threads of at most 1,000 replies; in longer ones they stay named.
/// </remarks>
internal sealed class MessageTombstoneStatement : EffectStatement
{
    internal const string Sql =
        $"""
        with x as materialized (
          select distinct on (r.channel_id, r.target_ts) r.*
          from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::bigint[], $6::bigint[])
            r(channel_id, team_id, ts, epoch, target_ts, thread_ts)
          where {Stored}
          order by r.channel_id, r.target_ts, r.ts desc
        ), gone as (
          update message t
          set body = '', extras = null, deleted = true, epoch = x.epoch, ver = x.ts
          from x
          where t.channel_id = x.channel_id and t.ts = x.target_ts and t.team_id = x.team_id
            and not t.deleted and (t.epoch, t.ver) < (x.epoch, x.ts)
          returning x.channel_id, x.team_id, x.ts, x.epoch, x.target_ts, x.thread_ts, t.author_id
        ), reactions as (
          update reaction t
          set removed = true, epoch = g.epoch, ver = g.ts
          from gone g
          where t.channel_id = g.channel_id and t.ts = g.target_ts and t.team_id = g.team_id and not t.removed
        ), mentions as (
          update mention t
          set removed = true, epoch = g.epoch, ver = g.ts
          from gone g
          where t.channel_id = g.channel_id and t.ts = g.target_ts and t.team_id = g.team_id and not t.removed
        )
        update thread t
        set reply_count = greatest(t.reply_count - g.n, 0),
          latest_reply = coalesce((
            select m.ts from message m
            where m.channel_id = t.channel_id and m.thread_ts = t.thread_ts and m.ts <> t.thread_ts and not m.deleted and m.ts <> all (g.targets)
            order by m.ts desc
            limit 1), 0),
          reply_users = case
            when t.reply_count > 1000 then t.reply_users
            else array(
              select u.id
              from unnest(t.reply_users) with ordinality u(id, at)
              where u.id <> all (g.authors) or coalesce((
                select true from message m
                where m.channel_id = t.channel_id and m.thread_ts = t.thread_ts and m.ts <> t.thread_ts and m.author_id = u.id
                  and not m.deleted and m.ts <> all (g.targets)
                limit 1), false)
              order by u.at)
            end,
          epoch = greatest(t.epoch, g.epoch), ver = greatest(t.ver, g.ts)
        from (
          select channel_id, team_id, thread_ts, count(*)::int as n, max(epoch) as epoch, max(ts) as ts,
            array_agg(target_ts) as targets, array_agg(distinct author_id) as authors
          from gone
          where thread_ts <> target_ts
          group by channel_id, team_id, thread_ts) g
        where t.channel_id = g.channel_id and t.thread_ts = g.thread_ts and t.team_id = g.team_id
        """;

    private readonly Column<long> _target;
    private readonly Column<long?> _thread;

    public MessageTombstoneStatement()
        : base(Sql)
    {
        _target = Column<long>(NpgsqlDbType.Bigint);
        _thread = Column<long?>(NpgsqlDbType.Bigint);
    }

    public void Add(WriteBatch batch, WriteRow row, MessageTombstone effect)
    {
        AddRow(batch, row);
        _target.Add(effect.TargetTs);
        _thread.Add(effect.ThreadTs);
    }
}
