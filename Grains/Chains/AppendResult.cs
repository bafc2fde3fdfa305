namespace OrleansSocial.Grains.Chains;

/// <summary>What became of one row.</summary>
/// <param name="Status">Stored, found, refused, or not settled.</param>
/// <param name="Ts">The ts in the database; 0 unless stored or found.</param>
/// <param name="Position">The message's position.</param>
/// <param name="RetryAfter">For Busy and Unavailable.</param>
internal readonly record struct AppendResult(AppendStatus Status, long Ts, long Position, TimeSpan RetryAfter)
{
    /// <summary>Gets whether the row is in the database: now, or under its key from before.</summary>
    public bool IsStored => Status is AppendStatus.Stored or AppendStatus.Duplicate;
}
