using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Delivery;

/// <summary>
/// What waits for one gateway. It counts every event that was offered, and every batch with releases, so that one that was dropped (here, or with a batch
/// that was lost on its way) is a hole in the numbers that the gateway sees: see OutboxQueueTests.
/// </summary>
internal sealed class OutboxQueue(DeliveryOptions options, TimeProvider clock)
{
    /// <summary>The most chains that one batch names as released.</summary>
    public const int ReleasedMax = 1_000;

    private readonly Lock _gate = new();
    private readonly Queue<Entry> _entries = new();
    private readonly Queue<ChainId> _released = new();
    private readonly Queue<ChainSignal> _signals = new();
    private long _bytes;
    private long _offered;
    private bool _closed;

    public int Depth
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Gets how long the oldest event has waited.</summary>
    public TimeSpan Age
    {
        get
        {
            lock (_gate)
            {
                return _entries.TryPeek(out var oldest) ? clock.GetElapsedTime(oldest.At) : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Counts an event, and keeps it unless it is to be dropped or there is no room.</summary>
    /// <returns>False when it was dropped.</returns>
    public bool Offer(ChannelEvent e, bool drop)
    {
        lock (_gate)
        {
            _offered++;
            if (drop || _closed || _entries.Count >= options.OutboxEventsMax || _bytes + e.SizeBytes > options.OutboxBytesMax)
            {
                return false;
            }

            _entries.Enqueue(new Entry(e, _offered, clock.GetTimestamp()));
            _bytes += e.SizeBytes;
            return true;
        }
    }

    /// <summary>Keeps a signal for the next batch, if there is room.</summary>
    /// <returns>False when it was dropped.</returns>
    public bool Offer(ChainSignal signal)
    {
        lock (_gate)
        {
            if (_closed || _signals.Count >= EventBatch.SignalsMax)
            {
                return false;
            }

            _signals.Enqueue(signal);
            return true;
        }
    }

    public void Release(ChainId chain)
    {
        lock (_gate)
        {
            // One that finds no room is noticed by the gateway's next renewal, a minute later at most.
            if (_released.Count < options.OutboxEventsMax)
            {
                _released.Enqueue(chain);
            }
        }
    }

    /// <summary>Takes the next batch; it may be empty, which is a heartbeat.</summary>
    /// <param name="outbox">The id to put on it.</param>
    /// <param name="close">True makes it the closing one if nothing is left behind it, and refuses further events.</param>
    public EventBatch Take(string outbox, bool close)
    {
        lock (_gate)
        {
            _closed |= close;
            var count = Math.Min(_entries.Count, EventBatch.EventsMax);
            var events = new List<ChannelEvent>(count);
            var bytes = 0;
            var offered = _offered;
            while (events.Count < count && _entries.TryPeek(out var next))
            {
                if (events.Count > 0 && bytes + next.Event.SizeBytes > options.BatchBytesMax)
                {
                    break;
                }

                _entries.Dequeue();
                events.Add(next.Event);
                bytes += next.Event.SizeBytes;
                offered = next.Number;
            }

            _bytes -= bytes;
            var isEmpty = _entries.Count == 0;

            // What was dropped behind the last event of this batch belongs to the next one, unless there is none to come.
            offered = isEmpty ? _offered : offered;

            // A released chain's last event must not arrive behind its release: the gateway would ask the new activation too early.
            var released = isEmpty ? TakeReleased() : [];
            if (!released.IsEmpty)
            {
                // Counted as one, so that a batch of releases that is lost on its way leaves a hole too.
                offered = ++_offered;
            }

            return new EventBatch(
                outbox, offered, ImmutableCollectionsMarshal.AsImmutableArray(events.ToArray()), released, close && isEmpty && _released.Count == 0, TakeSignals());
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count == 0 && _released.Count == 0 && _signals.Count == 0;
            }
        }
    }

    private ImmutableArray<ChainSignal> TakeSignals()
    {
        if (_signals.Count == 0)
        {
            return [];
        }

        ImmutableArray<ChainSignal> signals = [.. _signals];
        _signals.Clear();
        return signals;
    }

    private ImmutableArray<ChainId> TakeReleased()
    {
        if (_released.Count == 0)
        {
            return [];
        }

        var released = ImmutableArray.CreateBuilder<ChainId>(Math.Min(_released.Count, ReleasedMax));
        while (released.Count < ReleasedMax && _released.TryDequeue(out var chain))
        {
            released.Add(chain);
        }

        return released.DrainToImmutable();
    }

    private readonly record struct Entry(ChannelEvent Event, long Number, long At);
}
