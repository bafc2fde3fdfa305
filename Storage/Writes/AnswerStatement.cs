using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes;

/// <summary>
/// Reads what is now stored under each row's key, the fence of both groups and the clock: n from 0 on is a row (ts, position),
/// -1 and -2 a group's fence (epoch, bits), -3 the clock.
/// </summary>
internal sealed class AnswerStatement : FlushStatement
{
    internal const int Clock = -3;
    internal const int WritableBit = 1;
    internal const int ArmedBit = 2;

    internal const string Sql =
        """
        select r.n, x.ts, x.position
        from unnest($1::int[], $2::text[], $3::text[], $4::uuid[], $5::bool[]) r(n, channel_id, team_id, dedupe_key, is_message)
          cross join lateral (
            select m.ts, m.position
            from message m
            where r.is_message and m.channel_id = r.channel_id and m.dedupe_key = r.dedupe_key and m.team_id = r.team_id
            union all
            select e.event_ts, 0
            from channel_event e
            where not r.is_message and e.channel_id = r.channel_id and e.dedupe_key = r.dedupe_key and e.team_id = r.team_id) x
        union all
        select -1 - f.grp, f.epoch,
          case when f.writable then 1 else 0 end + case when f.boot_id = pg_postmaster_start_time() then 2 else 0 end
        from local.fence f
        where f.shard = $6
        union all
        select -3, (extract(epoch from clock_timestamp()) * 1000000)::bigint, 0
        """;

    private readonly Column<int> _number;
    private readonly Column<string> _chain;
    private readonly Column<string> _team;
    private readonly Column<Guid> _key;
    private readonly Column<bool> _isMessage;

    public AnswerStatement(short shard)
        : base(Sql)
    {
        _number = Column<int>(NpgsqlDbType.Integer);
        _chain = Column<string>(NpgsqlDbType.Text);
        _team = Column<string>(NpgsqlDbType.Text);
        _key = Column<Guid>(NpgsqlDbType.Uuid);
        _isMessage = Column<bool>(NpgsqlDbType.Boolean);
        Constant(shard);
    }

    /// <summary>Adds a row.</summary>
    public void Add(int number, WriteBatch batch, WriteRow row)
    {
        _number.Add(number);
        _chain.Add(batch.Chain.Id);
        _team.Add(batch.Chain.Team.Value);
        _key.Add(row.DedupeKey);
        _isMessage.Add((int)row.Kind < 100);
    }
}
