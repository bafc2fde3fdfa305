using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Adds replies to their threads' summaries: a sum, so it goes by ver alone, which a reply passes once.</summary>
internal sealed class ThreadReplyStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into thread as t (team_id, channel_id, thread_ts, reply_count, latest_reply, reply_users, epoch, ver)
        select x.team_id, x.channel_id, x.thread_ts, count(*), max(x.ts), (array_agg(distinct x.author_id))[1:100], max(x.epoch), max(x.ts)
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::bigint[], $6::text[])
            x(channel_id, team_id, ts, epoch, thread_ts, author_id)
          left join thread o on o.channel_id = x.channel_id and o.thread_ts = x.thread_ts
        where x.ts > coalesce(o.ver, 0) and exists (
          select from message m
          where m.channel_id = x.channel_id and m.ts = x.ts and m.xmin = pg_current_xact_id_if_assigned()::xid)
        group by x.team_id, x.channel_id, x.thread_ts
        on conflict (channel_id, thread_ts) do update
        set reply_count = t.reply_count + excluded.reply_count,
          latest_reply = greatest(t.latest_reply, excluded.latest_reply),
          reply_users = (t.reply_users || array(select u from unnest(excluded.reply_users) u where u <> all (t.reply_users)))[1:100],
          epoch = greatest(t.epoch, excluded.epoch),
          ver = excluded.ver
        where t.team_id = excluded.team_id and t.ver < excluded.ver
        """;

    private readonly Column<long> _thread;
    private readonly Column<string> _author;

    public ThreadReplyStatement()
        : base(Sql)
    {
        _thread = Column<long>(NpgsqlDbType.Bigint);
        _author = Column<string>(NpgsqlDbType.Text);
    }

    public void Add(WriteBatch batch, WriteRow row, ThreadReply effect)
    {
        AddRow(batch, row);
        _thread.Add(effect.ThreadTs);
        _author.Add(row.Author);
    }
}
