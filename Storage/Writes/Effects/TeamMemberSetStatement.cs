using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>
/// Writes members' profiles; a name that is taken in the team refuses the row (23505). A member without details keeps those that are
/// there: an older silo in the cluster does not know of them.
/// </summary>
internal sealed class TeamMemberSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into team_member as t (team_id, user_id, name, real_name, email, role, bot_id, deleted, profile, epoch, ver)
        select distinct on (r.user_id)
          r.team_id, r.user_id, r.name, r.real_name, r.email, r.role, r.bot_id, r.deleted, r.profile::jsonb, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::smallint[], $10::text[], $11::bool[],
            $12::text[])
          r(channel_id, team_id, ts, epoch, user_id, name, real_name, email, role, bot_id, deleted, profile)
        where {Stored}
        order by r.user_id, r.ts desc
        on conflict (user_id) do update
        set name = excluded.name, real_name = excluded.real_name, email = excluded.email, role = excluded.role, bot_id = excluded.bot_id,
          deleted = excluded.deleted, profile = coalesce(excluded.profile, t.profile), epoch = excluded.epoch, ver = excluded.ver
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<string> _user;
    private readonly Column<string> _name;
    private readonly Column<string> _realName;
    private readonly Column<string> _email;
    private readonly Column<short> _role;
    private readonly Column<string?> _bot;
    private readonly Column<bool> _deleted;
    private readonly Column<string?> _profile;

    public TeamMemberSetStatement()
        : base(Sql)
    {
        _user = Column<string>(NpgsqlDbType.Text);
        _name = Column<string>(NpgsqlDbType.Text);
        _realName = Column<string>(NpgsqlDbType.Text);
        _email = Column<string>(NpgsqlDbType.Text);
        _role = Column<short>(NpgsqlDbType.Smallint);
        _bot = Column<string?>(NpgsqlDbType.Text);
        _deleted = Column<bool>(NpgsqlDbType.Boolean);
        _profile = Column<string?>(NpgsqlDbType.Text);
    }

    public void Add(WriteBatch batch, WriteRow row, TeamMemberSet effect)
    {
        AddRow(batch, row);
        var member = effect.Member;
        _user.Add(member.Id.Value);
        _name.Add(member.Name);
        _realName.Add(member.RealName);
        _email.Add(member.Email);
        _role.Add((short)member.Role);
        _bot.Add(member.BotId);
        _deleted.Add(member.Deleted);
        _profile.Add(ProfileColumn.Write(member.Details));
    }
}
