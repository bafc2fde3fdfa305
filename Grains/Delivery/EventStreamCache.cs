using Orleans.Streams;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Grains.Delivery;

/// <summary>
/// What one queue's agent holds between the queue and the gateways: a bounded ring for each stream. It is never under
/// pressure: a gateway that is slow or gone loses its own oldest batches and holds up nobody else (see EventStreamCacheTests).
/// Used by one agent, which takes turns: no locks.
/// </summary>
internal sealed class EventStreamCache(DeliveryOptions options, TimeProvider clock) : IQueueCache
{
    /// <summary>The most batches in one read of the queue.</summary>
    public const int BatchesPerReadMax = 100;

    /// <summary>Rings that got nothing for so long are freed.</summary>
    private static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(1);

    private readonly Dictionary<StreamId, EventRing> _rings = [];
    private long _sweptAt = clock.GetTimestamp();

    /// <summary>Gets how many streams have a ring.</summary>
    public int RingCount => _rings.Count;

    public int GetMaxAddCount() => BatchesPerReadMax;

    public void AddToCache(IList<IBatchContainer> messages)
    {
        foreach (var message in messages)
        {
            RingOf(message.StreamId).Add((EventBatchContainer)message, clock.GetTimestamp());
        }

        Sweep();
    }

    public bool TryPurgeFromCache(out IList<IBatchContainer> purgedItems)
    {
        purgedItems = [];
        return false;
    }

    /// <summary>Makes a cursor at a token, or at the end without one.</summary>
    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token)
    {
        var ring = RingOf(streamId);
        return new EventStreamCursor(ring, token is null ? ring.Next : ring.PlaceOf(token.SequenceNumber));
    }

    public bool IsUnderPressure() => false;

    private EventRing RingOf(StreamId streamId)
    {
        if (!_rings.TryGetValue(streamId, out var ring))
        {
            ring = new EventRing(options.RingBatchesMax, options.RingBytesMax, clock.GetTimestamp());
            _rings.Add(streamId, ring);
        }

        return ring;
    }

    private void Sweep()
    {
        if (clock.GetElapsedTime(_sweptAt) < IdleMax)
        {
            return;
        }

        _sweptAt = clock.GetTimestamp();
        foreach (var (streamId, ring) in _rings)
        {
            // One with a cursor stays: the agent would go on reading a ring that gets nothing any more.
            if (ring.Cursors == 0 && clock.GetElapsedTime(ring.AddedAt) > IdleMax)
            {
                _rings.Remove(streamId);
            }
        }
    }
}
