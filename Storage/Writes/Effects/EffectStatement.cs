using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>
/// The effects of one type in a flush. One is applied only if this very transaction stored its row: a row that was found had its
/// effects in the transaction that stored it, so a repeat changes nothing, under whatever epoch it comes again. Several on one
/// target: the last counts. $1 to $4 are chain, team, ts and epoch.
/// </summary>
internal abstract class EffectStatement : FlushStatement
{
    /// <summary>The condition on r(channel_id, ts).</summary>
    protected const string Stored =
        """
        coalesce(
              (select m.xmin from message m where m.channel_id = r.channel_id and m.ts = r.ts),
              (select e.xmin from channel_event e where e.channel_id = r.channel_id and e.event_ts = r.ts)) = pg_current_xact_id_if_assigned()::xid
        """;

    private readonly Column<string> _chain;
    private readonly Column<string> _team;
    private readonly Column<long> _ts;
    private readonly Column<int> _epoch;

    protected EffectStatement(string sql)
        : base(sql)
    {
        _chain = Column<string>(NpgsqlDbType.Text);
        _team = Column<string>(NpgsqlDbType.Text);
        _ts = Column<long>(NpgsqlDbType.Bigint);
        _epoch = Column<int>(NpgsqlDbType.Integer);
    }

    /// <summary>Gets how many effects the flush has.</summary>
    public int Count => _ts.Values.Count;

    /// <summary>Adds what every effect has.</summary>
    protected void AddRow(WriteBatch batch, WriteRow row)
    {
        _chain.Add(batch.Chain.Id);
        _team.Add(batch.Chain.Team.Value);
        _ts.Add(row.Ts);
        _epoch.Add(batch.Route.Epoch);
    }
}
