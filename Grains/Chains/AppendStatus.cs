namespace OrleansSocial.Grains.Chains;

/// <summary>The status of an appended row.</summary>
internal enum AppendStatus
{
    /// <summary>Stored and published.</summary>
    Stored,

    /// <summary>It had been stored under its key before; not published again.</summary>
    Duplicate,

    /// <summary>The database refused this row alone.</summary>
    Refused,

    /// <summary>A queue is full; nothing was stored.</summary>
    Busy,

    /// <summary>Not known: ask again under the same key.</summary>
    Unavailable,
}
