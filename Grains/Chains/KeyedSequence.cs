namespace OrleansSocial.Grains.Chains;

/// <summary>Runs operations on one key one after the other, on different keys side by side. Lives on its grain's scheduler.</summary>
/// <typeparam name="TKey">What operations are in order about.</typeparam>
/// <remarks>Bounded by the calls that are under way: an entry goes with its last operation.</remarks>
internal sealed class KeyedSequence<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Task> _last = [];

    /// <summary>Runs an operation when those before it on the same key have ended.</summary>
    public async Task<TResult> Run<TResult>(TKey key, Func<Task<TResult>> operation)
    {
        var turn = new TaskCompletionSource();
        _last.TryGetValue(key, out var before);
        _last[key] = turn.Task;
        try
        {
            if (before is not null)
            {
                await before;
            }

            return await operation();
        }
        finally
        {
            if (_last[key] == turn.Task)
            {
                _last.Remove(key);
            }

            turn.SetResult();
        }
    }
}
