using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Adds audit entries, under the ts of their rows.</summary>
internal sealed class AuditAddStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into audit_entry (team_id, ts, actor_id, action, target, detail, epoch, ver)
        select r.team_id, r.ts, r.actor_id, r.action, r.target, r.detail, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[])
          r(channel_id, team_id, ts, epoch, actor_id, action, target, detail)
        where {Stored}
        on conflict (team_id, ts) do nothing
        """;

    private readonly Column<string> _actor;
    private readonly Column<string> _action;
    private readonly Column<string> _target;
    private readonly Column<string> _detail;

    public AuditAddStatement()
        : base(Sql)
    {
        _actor = Column<string>(NpgsqlDbType.Text);
        _action = Column<string>(NpgsqlDbType.Text);
        _target = Column<string>(NpgsqlDbType.Text);
        _detail = Column<string>(NpgsqlDbType.Text);
    }

    public void Add(WriteBatch batch, WriteRow row, AuditAdd effect)
    {
        AddRow(batch, row);
        _actor.Add(row.Author);
        _action.Add(effect.Action);
        _target.Add(effect.Target);
        _detail.Add(effect.Detail);
    }
}
