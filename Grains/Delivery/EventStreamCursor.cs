using Orleans.Streams;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Grains.Delivery;

/// <summary>A gateway's place in its ring. One that fell behind jumps to the oldest batch; the gateway sees the hole in the numbers.</summary>
internal sealed class EventStreamCursor : IQueueCacheCursor
{
    private readonly EventRing _ring;
    private EventBatchContainer? _current;
    private long _next;
    private bool _disposed;

    public EventStreamCursor(EventRing ring, long next)
    {
        (_ring, _next) = (ring, next);
        ring.Cursors++;
    }

    public IBatchContainer? GetCurrent(out Exception? exception)
    {
        exception = null;
        return _current;
    }

    public bool MoveNext()
    {
        _current = _ring.At(ref _next);
        if (_current is null)
        {
            return false;
        }

        _next++;
        return true;
    }

    public void Refresh(StreamSequenceToken token)
    {
        // Nothing to do: a cursor reads the ring itself and sees what was added.
    }

    public void RecordDeliveryFailure()
    {
        // A batch that could not be delivered is a hole in the numbers.
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _ring.Cursors--;
        }
    }
}
