using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Sets entries of members' channel lists; the member is the chain's.</summary>
internal sealed class UserChannelSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into user_channel as t (team_id, user_id, channel_id, removed, others, closed_ts, joined_ts, epoch, ver)
        select distinct on (r.channel_id, r.listed_id)
          r.team_id, r.channel_id, r.listed_id, r.removed, string_to_array(r.others, ' '), r.closed_ts, r.joined_ts, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::bool[], $7::text[], $8::bigint[], $9::bigint[])
          r(channel_id, team_id, ts, epoch, listed_id, removed, others, closed_ts, joined_ts)
        where {Stored}
        order by r.channel_id, r.listed_id, r.ts desc
        on conflict (user_id, channel_id) do update
        set removed = excluded.removed, others = excluded.others, closed_ts = excluded.closed_ts, joined_ts = excluded.joined_ts, epoch = excluded.epoch, ver = excluded.ver
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<string> _channel;
    private readonly Column<bool> _removed;
    private readonly Column<string> _others;
    private readonly Column<long> _closed;
    private readonly Column<long> _joined;

    public UserChannelSetStatement()
        : base(Sql)
    {
        _channel = Column<string>(NpgsqlDbType.Text);
        _removed = Column<bool>(NpgsqlDbType.Boolean);
        _others = Column<string>(NpgsqlDbType.Text);
        _closed = Column<long>(NpgsqlDbType.Bigint);
        _joined = Column<long>(NpgsqlDbType.Bigint);
    }

    public void Add(WriteBatch batch, WriteRow row, UserChannelSet effect)
    {
        AddRow(batch, row);
        _channel.Add(effect.Channel.Value);
        _removed.Add(effect.Removed);

        // Arrays of arrays must be rectangular in PostgreSQL, so a list of ids goes as one text.
        _others.Add(string.Join(' ', effect.Others.Select(u => u.Value)));
        _closed.Add(effect.ClosedTs);
        _joined.Add(effect.JoinTs);
    }
}
