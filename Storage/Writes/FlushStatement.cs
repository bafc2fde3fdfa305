using Npgsql;
using NpgsqlTypes;

namespace OrleansSocial.Storage.Writes;

/// <summary>A statement of the flush with its columns, $1 and on in the order in which they were made.</summary>
/// <param name="sql">The statement.</param>
internal abstract class FlushStatement(string sql)
{
    private readonly List<IColumn> _columns = [];

    /// <summary>Gets the command; made once, sent in many batches.</summary>
    public NpgsqlBatchCommand Command { get; } = new(sql);

    /// <summary>Empties the columns for the next flush.</summary>
    public void Clear()
    {
        foreach (var column in _columns)
        {
            column.Clear();
        }
    }

    /// <summary>Makes the next column.</summary>
    protected Column<T> Column<T>(NpgsqlDbType type)
    {
        var column = new Column<T>(type);
        _columns.Add(column);
        Command.Parameters.Add(column.Parameter);
        return column;
    }

    /// <summary>Makes the next parameter, the same in each flush.</summary>
    protected void Constant(short value) => Command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = value });
}
