using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Sets which threads members follow and how far they read them; the member is the chain's.</summary>
internal sealed class ThreadFollowSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into thread_follow as t (team_id, user_id, channel_id, thread_ts, active, read_ts, since_ts, epoch, ver)
        select distinct on (r.channel_id, r.followed_id, r.thread_ts)
          r.team_id, r.channel_id, r.followed_id, r.thread_ts, r.active, r.read_ts, r.since_ts, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::bigint[], $7::bool[], $8::bigint[], $9::bigint[])
          r(channel_id, team_id, ts, epoch, followed_id, thread_ts, active, read_ts, since_ts)
        where {Stored}
        order by r.channel_id, r.followed_id, r.thread_ts, r.ts desc
        on conflict (user_id, channel_id, thread_ts) do update
        set active = excluded.active, read_ts = excluded.read_ts, since_ts = excluded.since_ts, epoch = excluded.epoch, ver = excluded.ver
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<string> _channel;
    private readonly Column<long> _thread;
    private readonly Column<bool> _active;
    private readonly Column<long> _readTs;
    private readonly Column<long> _sinceTs;

    public ThreadFollowSetStatement()
        : base(Sql)
    {
        _channel = Column<string>(NpgsqlDbType.Text);
        _thread = Column<long>(NpgsqlDbType.Bigint);
        _active = Column<bool>(NpgsqlDbType.Boolean);
        _readTs = Column<long>(NpgsqlDbType.Bigint);
        _sinceTs = Column<long>(NpgsqlDbType.Bigint);
    }

    public void Add(WriteBatch batch, WriteRow row, ThreadFollowSet effect)
    {
        AddRow(batch, row);
        _channel.Add(effect.Channel.Value);
        _thread.Add(effect.ThreadTs);
        _active.Add(effect.Active);
        _readTs.Add(effect.ReadTs);
        _sinceTs.Add(effect.SinceTs);
    }
}
