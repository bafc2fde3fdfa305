namespace OrleansSocial.Storage.Writes;

/// <summary>The database refused the flush with severity ERROR: nothing of it is stored.</summary>
/// <param name="sqlState">The SQLSTATE.</param>
/// <param name="inner">The driver's exception.</param>
public sealed class FlushRefusedException(string sqlState, Exception inner) : Exception($"The flush was refused: {sqlState}", inner)
{
    /// <summary>Gets the SQLSTATE.</summary>
    public string SqlState { get; } = sqlState;

    /// <summary>Gets whether one row is to blame, so that the flush is split until that row stands alone: data, constraint, one row twice.</summary>
    public bool Splits => SqlState is "21000" || SqlState.StartsWith("22", StringComparison.Ordinal) || SqlState.StartsWith("23", StringComparison.Ordinal);

    /// <summary>Gets whether the same rows may pass in a moment: rollback, resources, locks, a cancelled statement, a server that is read-only for now.</summary>
    public bool Passes => SqlState is "57014" || SqlState[..2] is "25" or "40" or "53" or "55" or "58";
}
