using Npgsql;
using NpgsqlTypes;

namespace OrleansSocial.Storage.Writes;

/// <summary>One array parameter of a statement; the list is kept from flush to flush.</summary>
/// <typeparam name="T">The element.</typeparam>
internal sealed class Column<T> : IColumn
{
    /// <summary>Makes an empty column.</summary>
    /// <param name="type">The element's type in the database.</param>
    public Column(NpgsqlDbType type) =>
        Parameter = new NpgsqlParameter<List<T>> { TypedValue = Values, NpgsqlDbType = NpgsqlDbType.Array | type };

    /// <summary>Gets the values: one a row.</summary>
    public List<T> Values { get; } = [];

    /// <inheritdoc/>
    public NpgsqlParameter Parameter { get; }

    /// <summary>Adds a row's value.</summary>
    public void Add(T value) => Values.Add(value);

    /// <inheritdoc/>
    public void Clear() => Values.Clear();
}
