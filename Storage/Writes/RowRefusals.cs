namespace OrleansSocial.Storage.Writes;

/// <summary>The words for refusals that are not a SQLSTATE.</summary>
public static class RowRefusals
{
    /// <summary>The row's ts is not after the chain's newest, and its key is not known.</summary>
    public const string TsOrder = "ts_order";

    /// <summary>A text that PostgreSQL cannot hold: a NUL character or half a surrogate pair.</summary>
    public const string Text = "22021";
}
