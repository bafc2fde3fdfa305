using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Sets reactions.</summary>
internal sealed class ReactionSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into reaction as t (team_id, channel_id, ts, name, user_id, removed, epoch, ver)
        select distinct on (r.channel_id, r.target_ts, r.name, r.user_id)
          r.team_id, r.channel_id, r.target_ts, r.name, r.user_id, r.removed, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::bigint[], $6::text[], $7::text[], $8::bool[])
          r(channel_id, team_id, ts, epoch, target_ts, name, user_id, removed)
        where {Stored}
        order by r.channel_id, r.target_ts, r.name, r.user_id, r.ts desc
        on conflict (channel_id, ts, name, user_id) do update
        set removed = excluded.removed, epoch = excluded.epoch, ver = excluded.ver
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<long> _target;
    private readonly Column<string> _name;
    private readonly Column<string> _user;
    private readonly Column<bool> _removed;

    public ReactionSetStatement()
        : base(Sql)
    {
        _target = Column<long>(NpgsqlDbType.Bigint);
        _name = Column<string>(NpgsqlDbType.Text);
        _user = Column<string>(NpgsqlDbType.Text);
        _removed = Column<bool>(NpgsqlDbType.Boolean);
    }

    public void Add(WriteBatch batch, WriteRow row, ReactionSet effect)
    {
        AddRow(batch, row);
        _target.Add(effect.TargetTs);
        _name.Add(effect.Name);
        _user.Add(row.Author);
        _removed.Add(effect.Removed);
    }
}
