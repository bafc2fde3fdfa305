using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Sets custom emoji; the team is the chain's. The entry of one that was taken away stays, so that an older write does not bring it back.</summary>
internal sealed class CustomEmojiSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into custom_emoji as t (team_id, name, value, creator_id, removed, epoch, ver)
        select distinct on (r.team_id, r.name)
          r.team_id, r.name, r.value, r.creator_id, r.removed, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[], $8::bool[])
          r(channel_id, team_id, ts, epoch, name, value, creator_id, removed)
        where {Stored}
        order by r.team_id, r.name, r.ts desc
        on conflict (team_id, name) do update
        set value = excluded.value, creator_id = excluded.creator_id, removed = excluded.removed, epoch = excluded.epoch, ver = excluded.ver
        where (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<string> _name;
    private readonly Column<string> _value;
    private readonly Column<string> _creator;
    private readonly Column<bool> _removed;

    public CustomEmojiSetStatement()
        : base(Sql)
    {
        _name = Column<string>(NpgsqlDbType.Text);
        _value = Column<string>(NpgsqlDbType.Text);
        _creator = Column<string>(NpgsqlDbType.Text);
        _removed = Column<bool>(NpgsqlDbType.Boolean);
    }

    public void Add(WriteBatch batch, WriteRow row, CustomEmojiSet effect)
    {
        AddRow(batch, row);
        _name.Add(effect.Name);
        _value.Add(effect.Value);
        _creator.Add(effect.Creator.Value);
        _removed.Add(effect.Removed);
    }
}
