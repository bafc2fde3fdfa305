using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Writes entries of the channel directory; a name that is taken in the team refuses the row (23505).</summary>
internal sealed class TeamChannelSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into team_channel as t (team_id, channel_id, name, is_private, is_general, is_archived, creator_id, created_ts, epoch, ver)
        select distinct on (r.listed_id)
          r.team_id, r.listed_id, r.name, r.is_private, r.is_general, r.is_archived, r.creator_id, r.ts, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::bool[], $8::bool[], $9::bool[], $10::text[])
          r(channel_id, team_id, ts, epoch, listed_id, name, is_private, is_general, is_archived, creator_id)
        where {Stored}
        order by r.listed_id, r.ts desc
        on conflict (channel_id) do update
        set name = excluded.name, is_private = excluded.is_private, is_general = excluded.is_general, is_archived = excluded.is_archived,
          epoch = excluded.epoch, ver = excluded.ver
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<string> _channel;
    private readonly Column<string> _name;
    private readonly Column<bool> _isPrivate;
    private readonly Column<bool> _isGeneral;
    private readonly Column<bool> _isArchived;
    private readonly Column<string> _creator;

    public TeamChannelSetStatement()
        : base(Sql)
    {
        _channel = Column<string>(NpgsqlDbType.Text);
        _name = Column<string>(NpgsqlDbType.Text);
        _isPrivate = Column<bool>(NpgsqlDbType.Boolean);
        _isGeneral = Column<bool>(NpgsqlDbType.Boolean);
        _isArchived = Column<bool>(NpgsqlDbType.Boolean);
        _creator = Column<string>(NpgsqlDbType.Text);
    }

    public void Add(WriteBatch batch, WriteRow row, TeamChannelSet effect)
    {
        AddRow(batch, row);
        _channel.Add(effect.Channel.Value);
        _name.Add(effect.Name);
        _isPrivate.Add(effect.IsPrivate);
        _isGeneral.Add(effect.IsGeneral);
        _isArchived.Add(effect.IsArchived);
        _creator.Add(effect.Creator.Value);
    }
}
