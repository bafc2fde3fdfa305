using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes;

/// <summary>
/// Stores the rows whose keys are not known, each message under its position, and advances the heads. Owner and fence are checked
/// again, because a later statement cannot see what an earlier one locked. No "on conflict": the head's lock keeps others out.
/// </summary>
internal sealed class RowsStatement : FlushStatement
{
    internal const string Sql =
        """
        with r as materialized (
          select r.*, h.last_event_ts, h.message_count
          from unnest($1::text[], $2::text[], $3::uuid[], $4::smallint[], $5::int[], $6::bigint[], $7::smallint[], $8::text[], $9::uuid[],
              $10::bigint[], $11::bigint[], $12::text[], $13::text[], $14::bool[])
              r(channel_id, team_id, owner, grp, epoch, ts, kind, author_id, dedupe_key, target_ts, thread_ts, body, extras, counts)
            join channel_head h on h.channel_id = r.channel_id and h.team_id = r.team_id and h.owner = r.owner
          where r.ts > h.last_event_ts and exists (
            select from local.fence f
            where f.shard = $15 and f.grp = r.grp and f.epoch = r.epoch and f.writable and f.boot_id = pg_postmaster_start_time())
        ), m as materialized (
          select r.*, r.message_count + sum(r.counts::int) over (partition by r.channel_id order by r.ts) as position
          from r
          where r.kind < 100 and not exists (
            select from message o where o.channel_id = r.channel_id and o.dedupe_key = r.dedupe_key)
        ), e as materialized (
          select r.*
          from r
          where r.kind >= 100 and not exists (
            select from channel_event o where o.channel_id = r.channel_id and o.dedupe_key = r.dedupe_key)
        ), ins_message as (
          insert into message (team_id, channel_id, ts, kind, author_id, dedupe_key, position, thread_ts, body, extras, epoch, ver)
          select team_id, channel_id, ts, kind, author_id, dedupe_key, position, thread_ts, body, extras::jsonb, epoch, ts
          from m
        ), ins_event as (
          insert into channel_event (team_id, channel_id, event_ts, kind, target_ts, actor_id, dedupe_key, payload)
          select team_id, channel_id, ts, kind, target_ts, author_id, dedupe_key, extras::jsonb
          from e
        )
        update channel_head h
        set last_event_ts = x.ts, message_count = greatest(h.message_count, x.position), epoch = x.epoch, ver = greatest(h.ver + 2, x.ts)
        from (
          select channel_id, max(ts) as ts, max(position) as position, max(epoch) as epoch
          from (
            select channel_id, ts, position, epoch from m
            union all
            select channel_id, ts, 0, epoch from e) i
          group by channel_id) x
        where h.channel_id = x.channel_id
        """;

    private readonly Column<string> _chain;
    private readonly Column<string> _team;
    private readonly Column<Guid> _owner;
    private readonly Column<short> _group;
    private readonly Column<int> _epoch;
    private readonly Column<long> _ts;
    private readonly Column<short> _kind;
    private readonly Column<string> _author;
    private readonly Column<Guid> _key;
    private readonly Column<long?> _target;
    private readonly Column<long?> _thread;
    private readonly Column<string> _body;
    private readonly Column<string?> _extras;
    private readonly Column<bool> _counts;

    public RowsStatement(short shard)
        : base(Sql)
    {
        _chain = Column<string>(NpgsqlDbType.Text);
        _team = Column<string>(NpgsqlDbType.Text);
        _owner = Column<Guid>(NpgsqlDbType.Uuid);
        _group = Column<short>(NpgsqlDbType.Smallint);
        _epoch = Column<int>(NpgsqlDbType.Integer);
        _ts = Column<long>(NpgsqlDbType.Bigint);
        _kind = Column<short>(NpgsqlDbType.Smallint);
        _author = Column<string>(NpgsqlDbType.Text);
        _key = Column<Guid>(NpgsqlDbType.Uuid);
        _target = Column<long?>(NpgsqlDbType.Bigint);
        _thread = Column<long?>(NpgsqlDbType.Bigint);
        _body = Column<string>(NpgsqlDbType.Text);
        _extras = Column<string?>(NpgsqlDbType.Text);
        _counts = Column<bool>(NpgsqlDbType.Boolean);
        Constant(shard);
    }

    /// <summary>Adds a row.</summary>
    public void Add(WriteBatch batch, WriteRow row)
    {
        _chain.Add(batch.Chain.Id);
        _team.Add(batch.Chain.Team.Value);
        _owner.Add(batch.Owner);
        _group.Add(batch.Route.Group);
        _epoch.Add(batch.Route.Epoch);
        _ts.Add(row.Ts);
        _kind.Add((short)row.Kind);
        _author.Add(row.Author);
        _key.Add(row.DedupeKey);
        _target.Add(row.TargetTs);
        _thread.Add(row.ThreadTs);
        _body.Add(row.Body);
        _extras.Add(row.Extras);
        _counts.Add(row.Counts);
    }
}
