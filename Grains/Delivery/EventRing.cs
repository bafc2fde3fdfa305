using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Grains.Delivery;

/// <summary>The last batches of one stream. Places count batches since the ring began; one that is no longer kept moves to the oldest.</summary>
internal sealed class EventRing(int batchesMax, long bytesMax, long now)
{
    private readonly EventBatchContainer?[] _batches = new EventBatchContainer?[batchesMax];
    private long _first;
    private long _bytes;

    /// <summary>Gets the place of the batch that comes next.</summary>
    public long Next { get; private set; }

    /// <summary>Gets the clock's reading when the last batch came.</summary>
    public long AddedAt { get; private set; } = now;

    /// <summary>Gets or sets how many cursors read here.</summary>
    public int Cursors { get; set; }

    public void Add(EventBatchContainer batch, long at)
    {
        AddedAt = at;
        _bytes += SizeOf(batch);

        // The newest always stays: a gateway that keeps up misses nothing, whatever its size.
        while (Next > _first && (Next - _first >= batchesMax || _bytes > bytesMax))
        {
            _bytes -= SizeOf(Slot(_first)!);
            Slot(_first++) = null;
        }

        Slot(Next++) = batch;
    }

    /// <summary>Finds the batch at a place, or the oldest one if that is gone.</summary>
    /// <param name="place">The place; it is moved to the one that was found.</param>
    public EventBatchContainer? At(ref long place)
    {
        place = Math.Max(place, _first);
        return place < Next ? Slot(place) : null;
    }

    /// <summary>Finds the first batch that has a number, or a later one.</summary>
    public long PlaceOf(long number)
    {
        var place = _first;
        while (place < Next && Slot(place)!.Number < number)
        {
            place++;
        }

        return place;
    }

    private ref EventBatchContainer? Slot(long place) => ref _batches[place % batchesMax];

    private static long SizeOf(EventBatchContainer batch)
    {
        var bytes = 100L;
        foreach (var e in batch.Batch.Events)
        {
            bytes += e.SizeBytes;
        }

        return bytes;
    }
}
