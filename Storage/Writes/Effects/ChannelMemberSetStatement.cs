using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Sets memberships; the end of one keeps when it began.</summary>
internal sealed class ChannelMemberSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into channel_member as t (team_id, channel_id, user_id, inviter_id, joined_ts, removed, epoch, ver)
        select distinct on (r.channel_id, r.user_id)
          r.team_id, r.channel_id, r.user_id, r.inviter_id, r.ts, r.removed, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::bool[])
          r(channel_id, team_id, ts, epoch, user_id, inviter_id, removed)
        where {Stored}
        order by r.channel_id, r.user_id, r.ts desc
        on conflict (channel_id, user_id) do update
        set removed = excluded.removed, epoch = excluded.epoch, ver = excluded.ver,
          inviter_id = case when excluded.removed then t.inviter_id else excluded.inviter_id end,
          joined_ts = case when excluded.removed then t.joined_ts else excluded.joined_ts end
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<string> _user;
    private readonly Column<string?> _inviter;
    private readonly Column<bool> _removed;

    public ChannelMemberSetStatement()
        : base(Sql)
    {
        _user = Column<string>(NpgsqlDbType.Text);
        _inviter = Column<string?>(NpgsqlDbType.Text);
        _removed = Column<bool>(NpgsqlDbType.Boolean);
    }

    public void Add(WriteBatch batch, WriteRow row, ChannelMemberSet effect)
    {
        AddRow(batch, row);
        _user.Add(effect.User.Value);
        _inviter.Add(effect.Inviter?.Value);
        _removed.Add(effect.Removed);
    }
}
