using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>
/// The newest events of one chain, as they were encoded for the live sockets: those that come, or cannot keep up, go on from
/// here. Without them every socket of a busy channel would read pages of its own, and slow down what it waits for.
/// Owned by the delivery loop.
/// </summary>
/// <param name="budget">The bytes of all chains.</param>
internal sealed class RecentEvents(RecentBudget budget)
{
    /// <summary>The most events of a chain.</summary>
    public const int CountMax = 1_024;

    /// <summary>The most events of a chain while the gateway's chains together are over <see cref="RecentBudget.BytesMax"/>.</summary>
    public const int CountOverBudgetMax = 64;

    /// <summary>How long they are kept: sessions resume within half as long.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(1);

    private const int RingMin = 8;

    private Entry[] _ring = [];
    private int _first;

    public int Count { get; private set; }

    public (ChannelEvent Event, EncodedEvent Encoded) this[int index] => (At(index).Event, At(index).Encoded);

    public void Add(ChannelEvent e, EncodedEvent encoded, long now)
    {
        while (Count >= (budget.IsOver ? CountOverBudgetMax : CountMax))
        {
            DropOldest();
        }

        if (Count == _ring.Length)
        {
            Resize(Math.Max(RingMin, Count * 2));
        }

        Count++;
        ref var entry = ref At(Count - 1);
        entry = new Entry(e, encoded, SizeOf(e, encoded), now);
        budget.Bytes += entry.Bytes;
    }

    /// <summary>Takes out what a message had said that is deleted now: who goes on from here after a cut gets its frames without text.</summary>
    public void Redact(long ts, Func<ChannelEvent, EncodedEvent> encode)
    {
        for (var i = Count - 1; i >= 0 && At(i).Event.EventTs >= ts; i--)
        {
            ref var entry = ref At(i);
            var e = entry.Event.WithoutTextOf(ts);
            if (!ReferenceEquals(e, entry.Event))
            {
                var encoded = encode(e);
                budget.Bytes -= entry.Bytes;
                entry = new Entry(e, encoded, SizeOf(e, encoded), entry.When);
                budget.Bytes += entry.Bytes;
            }
        }
    }

    /// <summary>Forgets what came before a moment.</summary>
    public void DropBefore(long moment)
    {
        while (Count > 0 && At(0).When < moment)
        {
            DropOldest();
        }
    }

    public void Clear()
    {
        while (Count > 0)
        {
            DropOldest();
        }
    }

    /// <summary>Finds where an event's successors begin: <see cref="Count"/> when there is none.</summary>
    /// <returns>-1 when not all of them are kept.</returns>
    public int IndexAfter(long eventTs)
    {
        if (Count == 0 || At(0).Event.PrevTs > eventTs)
        {
            return -1;
        }

        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = At(middle).Event.EventTs <= eventTs ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private ref Entry At(int index) => ref _ring[(_first + index) & (_ring.Length - 1)];

    private void DropOldest()
    {
        budget.Bytes -= At(0).Bytes;
        At(0) = default;
        _first++;
        Count--;
        if (Count == 0)
        {
            // Chains that are quiet are many.
            (_ring, _first) = ([], 0);
        }
    }

    private void Resize(int length)
    {
        var ring = new Entry[length];
        for (var i = 0; i < Count; i++)
        {
            ring[i] = At(i);
        }

        (_ring, _first) = (ring, 0);
    }

    private static int SizeOf(ChannelEvent e, EncodedEvent encoded)
    {
        var bytes = EventPage.SizeOf(e);
        foreach (var frame in encoded.Frames)
        {
            bytes += frame.Length;
        }

        return bytes;
    }

    private record struct Entry(ChannelEvent Event, EncodedEvent Encoded, int Bytes, long When);
}
