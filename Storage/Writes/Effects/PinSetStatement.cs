using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Pins messages to their channels and takes them off.</summary>
internal sealed class PinSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into pin as t (team_id, channel_id, ts, user_id, pinned_ts, removed, epoch, ver)
        select distinct on (r.channel_id, r.target_ts)
          r.team_id, r.channel_id, r.target_ts, r.user_id, r.ts, r.removed, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::bigint[], $6::text[], $7::bool[])
          r(channel_id, team_id, ts, epoch, target_ts, user_id, removed)
        where {Stored}
        order by r.channel_id, r.target_ts, r.ts desc
        on conflict (channel_id, ts) do update
        set user_id = excluded.user_id, pinned_ts = excluded.pinned_ts, removed = excluded.removed, epoch = excluded.epoch, ver = excluded.ver
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<long> _target;
    private readonly Column<string> _user;
    private readonly Column<bool> _removed;

    public PinSetStatement()
        : base(Sql)
    {
        _target = Column<long>(NpgsqlDbType.Bigint);
        _user = Column<string>(NpgsqlDbType.Text);
        _removed = Column<bool>(NpgsqlDbType.Boolean);
    }

    public void Add(WriteBatch batch, WriteRow row, PinSet effect)
    {
        AddRow(batch, row);
        _target.Add(effect.TargetTs);
        _user.Add(row.Author);
        _removed.Add(effect.Removed);
    }
}
