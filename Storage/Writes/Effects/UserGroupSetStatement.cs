using System.Text.Json;
using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Writes user groups; a handle that is taken in the team refuses the row (23505).</summary>
internal sealed class UserGroupSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into user_group as t (
          team_id, group_id, name, handle, description, channels, members, creator_id, created_ts, updater_id, updated_ts, deleter_id, deleted_ts, epoch, ver)
        select distinct on (r.group_id)
          r.team_id, r.group_id, r.name, r.handle, r.description, r.channels::jsonb, r.members::jsonb, r.creator_id, r.created_ts, r.updater_id, r.updated_ts,
          r.deleter_id, r.deleted_ts, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
            $12::bigint[], $13::text[], $14::bigint[], $15::text[], $16::bigint[])
          r(channel_id, team_id, ts, epoch, group_id, name, handle, description, channels, members, creator_id, created_ts, updater_id, updated_ts,
            deleter_id, deleted_ts)
        where {Stored}
        order by r.group_id, r.ts desc
        on conflict (group_id) do update
        set name = excluded.name, handle = excluded.handle, description = excluded.description, channels = excluded.channels,
          members = excluded.members, updater_id = excluded.updater_id, updated_ts = excluded.updated_ts, deleter_id = excluded.deleter_id,
          deleted_ts = excluded.deleted_ts, epoch = excluded.epoch, ver = excluded.ver
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<string> _group;
    private readonly Column<string> _name;
    private readonly Column<string> _handle;
    private readonly Column<string> _description;
    private readonly Column<string> _channels;
    private readonly Column<string> _members;
    private readonly Column<string> _creator;
    private readonly Column<long> _createdTs;
    private readonly Column<string> _updater;
    private readonly Column<long> _updatedTs;
    private readonly Column<string?> _deleter;
    private readonly Column<long> _deletedTs;

    public UserGroupSetStatement()
        : base(Sql)
    {
        _group = Column<string>(NpgsqlDbType.Text);
        _name = Column<string>(NpgsqlDbType.Text);
        _handle = Column<string>(NpgsqlDbType.Text);
        _description = Column<string>(NpgsqlDbType.Text);
        _channels = Column<string>(NpgsqlDbType.Text);
        _members = Column<string>(NpgsqlDbType.Text);
        _creator = Column<string>(NpgsqlDbType.Text);
        _createdTs = Column<long>(NpgsqlDbType.Bigint);
        _updater = Column<string>(NpgsqlDbType.Text);
        _updatedTs = Column<long>(NpgsqlDbType.Bigint);
        _deleter = Column<string?>(NpgsqlDbType.Text);
        _deletedTs = Column<long>(NpgsqlDbType.Bigint);
    }

    public void Add(WriteBatch batch, WriteRow row, UserGroupSet effect)
    {
        AddRow(batch, row);
        var group = effect.Group;
        _group.Add(group.Id.Value);
        _name.Add(group.Name);
        _handle.Add(group.Handle);
        _description.Add(group.Description);
        _channels.Add(JsonSerializer.Serialize(group.Channels));
        _members.Add(JsonSerializer.Serialize(group.Users));
        _creator.Add(group.Creator.Value);
        _createdTs.Add(group.CreatedTs);
        _updater.Add(group.Updater.Value);
        _updatedTs.Add(group.UpdatedTs);
        _deleter.Add(group.Deleter?.Value);
        _deletedTs.Add(group.DeletedTs);
    }
}
