using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes;

/// <summary>
/// Locks the heads, sorted, where team and owner match and the fence of the append's own group and epoch is open.
/// The row lock also makes an answer about rows that were there already wait for the standby, as a commit does.
/// </summary>
internal sealed class HeadsStatement : FlushStatement
{
    internal const string Sql =
        """
        select w.n
        from unnest($1::int[], $2::text[], $3::text[], $4::uuid[], $5::smallint[], $6::int[]) w(n, channel_id, team_id, owner, grp, epoch)
          join channel_head h on h.channel_id = w.channel_id and h.team_id = w.team_id and h.owner = w.owner
        where exists (
          select from local.fence f
          where f.shard = $7 and f.grp = w.grp and f.epoch = w.epoch and f.writable and f.boot_id = pg_postmaster_start_time())
        order by h.channel_id
        for update of h
        """;

    private readonly Column<int> _number;
    private readonly Column<string> _chain;
    private readonly Column<string> _team;
    private readonly Column<Guid> _owner;
    private readonly Column<short> _group;
    private readonly Column<int> _epoch;

    public HeadsStatement(short shard)
        : base(Sql)
    {
        _number = Column<int>(NpgsqlDbType.Integer);
        _chain = Column<string>(NpgsqlDbType.Text);
        _team = Column<string>(NpgsqlDbType.Text);
        _owner = Column<Guid>(NpgsqlDbType.Uuid);
        _group = Column<short>(NpgsqlDbType.Smallint);
        _epoch = Column<int>(NpgsqlDbType.Integer);
        Constant(shard);
    }

    /// <summary>Adds a part's chain.</summary>
    public void Add(int number, WriteBatch batch)
    {
        _number.Add(number);
        _chain.Add(batch.Chain.Id);
        _team.Add(batch.Chain.Team.Value);
        _owner.Add(batch.Owner);
        _group.Add(batch.Route.Group);
        _epoch.Add(batch.Route.Epoch);
    }
}
