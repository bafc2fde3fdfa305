namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>The status of one row after a flush.</summary>
public enum RowStatus
{
    /// <summary>Stored under the ts that was sent: acknowledge and publish.</summary>
    Stored = 0,

    /// <summary>The key was there with another ts: acknowledge with that ts, do not publish.</summary>
    Duplicate = 1,

    /// <summary>The database refused this row alone; nothing of it is stored.</summary>
    Refused = 2,
}
