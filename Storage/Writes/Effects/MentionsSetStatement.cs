using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Sets whom messages mention, each under its message's position; of several changes of one message the last counts.</summary>
internal sealed class MentionsSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        with x as materialized (
          select distinct on (r.channel_id, r.target_ts) r.channel_id, r.team_id, r.ts, r.epoch, r.target_ts, string_to_array(r.names, ' ') as names
          from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::bigint[], $6::text[])
            r(channel_id, team_id, ts, epoch, target_ts, names)
          where {Stored}
          order by r.channel_id, r.target_ts, r.ts desc
        ), gone as (
          update mention t
          set removed = true, epoch = x.epoch, ver = x.ts
          from x
          where t.channel_id = x.channel_id and t.ts = x.target_ts and t.team_id = x.team_id
            and not t.removed and t.user_id <> all (array(select split_part(n.name, ':', 1) from unnest(x.names) n(name))) and (t.epoch, t.ver) < (x.epoch, x.ts)
        )
        insert into mention as t (team_id, channel_id, ts, user_id, position, thread_ts, members, removed, epoch, ver)
        select x.team_id, x.channel_id, x.target_ts, split_part(n.name, ':', 1), m.position, nullif(m.thread_ts, m.ts),
          case when n.name like '%:%' then string_to_array(split_part(n.name, ':', 2), ',') end, false, x.epoch, x.ts
        from x
          join message m on m.channel_id = x.channel_id and m.ts = x.target_ts and m.team_id = x.team_id and not m.deleted
          cross join unnest(x.names) n(name)
        on conflict (channel_id, ts, user_id) do update
        set removed = false, members = excluded.members, epoch = excluded.epoch, ver = excluded.ver
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<long> _target;
    private readonly Column<string> _names;

    public MentionsSetStatement()
        : base(Sql)
    {
        _target = Column<long>(NpgsqlDbType.Bigint);
        _names = Column<string>(NpgsqlDbType.Text);
    }

    public void Add(WriteBatch batch, WriteRow row, MentionsSet effect)
    {
        AddRow(batch, row);
        _target.Add(effect.TargetTs);

        // Arrays of arrays must be rectangular in PostgreSQL, so a list of ids goes as one text: U1 U2 S1:U3,U4.
        var groups = effect.Groups.IsDefault ? [] : effect.Groups;
        _names.Add(string.Join(' ', effect.Names.Concat(groups.Select(g => $"{g.Group}:{string.Join(',', g.Members)}"))));
    }
}
