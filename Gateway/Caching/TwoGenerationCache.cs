using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace OrleansSocial.Gateway.Caching;

/// <summary>
/// A bounded dictionary that forgets what was not used lately: entries live in a young and an old generation, a hit moves them to the young one,
/// and a full young one becomes the old one. It holds at most <see cref="EntriesMax"/> (a few more while threads race).
/// </summary>
internal sealed class TwoGenerationCache<TKey, TValue>(int entriesMax)
    where TKey : notnull
{
    private readonly Lock turn = new();
    private volatile ConcurrentDictionary<TKey, TValue> young = new();
    private volatile ConcurrentDictionary<TKey, TValue> old = new();
    private int youngCount;

    /// <summary>Gets the most entries.</summary>
    public int EntriesMax { get; } = entriesMax;

    /// <summary>Gets whether nothing was ever stored, or all of it was forgotten.</summary>
    public bool IsEmpty => young.IsEmpty && old.IsEmpty;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (young.TryGetValue(key, out value))
        {
            return true;
        }

        if (!old.TryRemove(key, out value))
        {
            return false;
        }

        value = AddYoung(key, value);
        return true;
    }

    /// <summary>Gets an entry, or stores a new one.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make) =>
        TryGet(key, out var value) ? value : AddYoung(key, make(key));

    /// <summary>Stores an entry in place of any other.</summary>
    public void Set(TKey key, TValue value)
    {
        old.TryRemove(key, out _);
        if (young.TryAdd(key, value))
        {
            Count();
        }
        else
        {
            young[key] = value;
        }
    }

    /// <summary>Takes an entry out.</summary>
    public bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (young.TryRemove(key, out value))
        {
            Interlocked.Decrement(ref youngCount);
            old.TryRemove(key, out _);
            return true;
        }

        return old.TryRemove(key, out value);
    }

    private TValue AddYoung(TKey key, TValue value)
    {
        if (young.TryAdd(key, value))
        {
            Count();
            return value;
        }

        return young.TryGetValue(key, out var other) ? other : value;
    }

    private void Count()
    {
        if (Interlocked.Increment(ref youngCount) <= EntriesMax / 2)
        {
            return;
        }

        lock (turn)
        {
            if (Volatile.Read(ref youngCount) > EntriesMax / 2)
            {
                old = young;
                young = new ConcurrentDictionary<TKey, TValue>();
                Volatile.Write(ref youngCount, 0);
            }
        }
    }
}
