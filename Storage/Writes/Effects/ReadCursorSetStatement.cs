using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Moves members' read cursors; the member is the chain's.</summary>
internal sealed class ReadCursorSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into read_cursor as t (team_id, user_id, channel_id, read_ts, position, epoch, ver)
        select distinct on (r.channel_id, r.read_id)
          r.team_id, r.channel_id, r.read_id, r.read_ts, r.position, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::bigint[], $7::bigint[])
          r(channel_id, team_id, ts, epoch, read_id, read_ts, position)
        where {Stored}
        order by r.channel_id, r.read_id, r.ts desc
        on conflict (user_id, channel_id) do update
        set read_ts = excluded.read_ts, position = excluded.position, epoch = excluded.epoch, ver = excluded.ver
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<string> _channel;
    private readonly Column<long> _readTs;
    private readonly Column<long> _position;

    public ReadCursorSetStatement()
        : base(Sql)
    {
        _channel = Column<string>(NpgsqlDbType.Text);
        _readTs = Column<long>(NpgsqlDbType.Bigint);
        _position = Column<long>(NpgsqlDbType.Bigint);
    }

    public void Add(WriteBatch batch, WriteRow row, ReadCursorSet effect)
    {
        AddRow(batch, row);
        _channel.Add(effect.Channel.Value);
        _readTs.Add(effect.ReadTs);
        _position.Add(effect.Position);
    }
}
