using Npgsql;

namespace OrleansSocial.Storage.Writes;

/// <summary>A column of any type.</summary>
internal interface IColumn
{
    /// <summary>Gets the parameter that carries it.</summary>
    NpgsqlParameter Parameter { get; }

    /// <summary>Empties it for the next flush.</summary>
    void Clear();
}
