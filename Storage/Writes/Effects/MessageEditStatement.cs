using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Replaces texts; a tombstone stays one.</summary>
internal sealed class MessageEditStatement : EffectStatement
{
    internal const string Sql =
        $"""
        update message t
        set body = x.body, extras = x.extras::jsonb, edited_ts = x.ts, epoch = x.epoch, ver = x.ts
        from (
          select distinct on (r.channel_id, r.target_ts) r.*
          from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::bigint[], $6::text[], $7::text[])
            r(channel_id, team_id, ts, epoch, target_ts, body, extras)
          where {Stored}
          order by r.channel_id, r.target_ts, r.ts desc) x
        where t.channel_id = x.channel_id and t.ts = x.target_ts and t.team_id = x.team_id
          and not t.deleted and (t.epoch, t.ver) < (x.epoch, x.ts)
        """;

    private readonly Column<long> _target;
    private readonly Column<string> _body;
    private readonly Column<string?> _extras;

    public MessageEditStatement()
        : base(Sql)
    {
        _target = Column<long>(NpgsqlDbType.Bigint);
        _body = Column<string>(NpgsqlDbType.Text);
        _extras = Column<string?>(NpgsqlDbType.Text);
    }

    public void Add(WriteBatch batch, WriteRow row, MessageEdit effect)
    {
        AddRow(batch, row);
        _target.Add(effect.TargetTs);
        _body.Add(effect.Body);
        _extras.Add(effect.Extras);
    }
}
