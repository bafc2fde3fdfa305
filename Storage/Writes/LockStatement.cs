using NpgsqlTypes;

namespace OrleansSocial.Storage.Writes;

/// <summary>
/// The fence's locks, shared, in ascending order. A statement of its own: inside the insert it would be taken after the snapshot,
/// and a writer that waited for a bump would get through the closed fence.
/// </summary>
internal sealed class LockStatement : FlushStatement
{
    internal const string Sql = "select pg_advisory_xact_lock_shared($2::int, g) from unnest($1::int[]) g";

    private readonly Column<int> _groups;

    public LockStatement(short shard)
        : base(Sql)
    {
        _groups = Column<int>(NpgsqlDbType.Integer);
        Constant(shard);
    }

    /// <summary>Adds the groups of a flush.</summary>
    public void Add(bool even, bool odd)
    {
        if (even)
        {
            _groups.Add(0);
        }

        if (odd)
        {
            _groups.Add(1);
        }
    }
}
