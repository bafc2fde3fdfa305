using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Writes members' settings; the member is the chain's.</summary>
internal sealed class UserSettingSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into user_setting as t (team_id, user_id, prefs, snooze_ts, away, epoch, ver)
        select distinct on (r.channel_id)
          r.team_id, r.channel_id, r.prefs::jsonb, r.snooze_ts, r.away, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::bigint[], $7::bool[])
          r(channel_id, team_id, ts, epoch, prefs, snooze_ts, away)
        where {Stored}
        order by r.channel_id, r.ts desc
        on conflict (user_id) do update
        set prefs = excluded.prefs, snooze_ts = excluded.snooze_ts, away = excluded.away, epoch = excluded.epoch, ver = excluded.ver
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<string> _prefs;
    private readonly Column<long> _snoozeTs;
    private readonly Column<bool> _away;

    public UserSettingSetStatement()
        : base(Sql)
    {
        _prefs = Column<string>(NpgsqlDbType.Text);
        _snoozeTs = Column<long>(NpgsqlDbType.Bigint);
        _away = Column<bool>(NpgsqlDbType.Boolean);
    }

    public void Add(WriteBatch batch, WriteRow row, UserSettingSet effect)
    {
        AddRow(batch, row);
        _prefs.Add(effect.Prefs);
        _snoozeTs.Add(effect.SnoozeTs);
        _away.Add(effect.Away);
    }
}
