using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Sets entries of members' channel lists; the member is the chain's.</summary>
internal sealed class UserChannelSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into user_channel as t (team_id, user_id, channel_id, removed, epoch, ver)
        select distinct on (r.channel_id, r.listed_id)
          r.team_id, r.channel_id, r.listed_id, r.removed, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::bool[])
          r(channel_id, team_id, ts, epoch, listed_id, removed)
        where {Stored}
        order by r.channel_id, r.listed_id, r.ts desc
        on conflict (user_id, channel_id) do update
        set removed = excluded.removed, epoch = excluded.epoch, ver = excluded.ver
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<string> _channel;
    private readonly Column<bool> _removed;

    public UserChannelSetStatement()
        : base(Sql)
    {
        _channel = Column<string>(NpgsqlDbType.Text);
        _removed = Column<bool>(NpgsqlDbType.Boolean);
    }

    public void Add(WriteBatch batch, WriteRow row, UserChannelSet effect)
    {
        AddRow(batch, row);
        _channel.Add(effect.Channel.Value);
        _removed.Add(effect.Removed);
    }
}
