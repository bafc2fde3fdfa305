namespace OrleansSocial.Gateway.RateLimits;

/// <summary>
/// Lets a few sessions at a time be opened and claimed; the others wait in line. After a lost gateway everybody comes back at once,
/// and without a line their hundreds of reads would wait for the same few connections of a shard, behind which everybody else's
/// reads wait too until all of them time out.
/// </summary>
/// <param name="atOnce">How many at a time.</param>
internal sealed class ConnectGate(int atOnce) : IDisposable
{
    /// <summary>The most that wait; further ones are refused at once.</summary>
    public const int WaitingMax = 10_000;

    /// <summary>How long one waits before it is refused: less than clients wait for an answer.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(8);

    private readonly SemaphoreSlim _free = new(atOnce);
    private int _waiting;

    /// <summary>Gets how many wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Waits for a turn; <see cref="Leave"/> must follow when it came.</summary>
    /// <returns>False when it did not come in time.</returns>
    public async Task<bool> EnterAsync()
    {
        if (_free.Wait(0))
        {
            return true;
        }

        if (Interlocked.Increment(ref _waiting) > WaitingMax)
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        try
        {
            return await _free.WaitAsync(WaitMax);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Ends a turn.</summary>
    public void Leave() => _free.Release();

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();
}
