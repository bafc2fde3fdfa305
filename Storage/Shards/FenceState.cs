namespace OrleansSocial.Storage.Shards;

/// <summary>A fence row as a flush or a takeover saw it.</summary>
/// <param name="Group">The write group.</param>
/// <param name="Epoch">Its epoch; 0 when there is no row.</param>
/// <param name="Writable">Whether the group may be written here.</param>
/// <param name="Armed">Whether it carries the server's start time.</param>
public readonly record struct FenceState(short Group, int Epoch, bool Writable, bool Armed)
{
    /// <summary>Tells whether rows of an epoch may be written.</summary>
    public bool IsOpen(int epoch) => Writable && Armed && Epoch == epoch;

    /// <summary>Tells whether somebody has to bring the row up to date: after a restart, or after a bump that died half-way.</summary>
    public bool IsBehind(int epoch) => !Armed || Epoch < epoch;
}
