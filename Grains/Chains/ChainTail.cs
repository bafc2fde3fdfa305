using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Grains.Chains;

/// <summary>The last events of a chain in memory: at most 200 events or 1 MiB. Age does not drop them.</summary>
internal sealed class ChainTail
{
    /// <summary>The most events.</summary>
    public const int EventsMax = 200;

    /// <summary>The most bytes.</summary>
    public const int BytesMax = 1024 * 1024;

    private readonly LinkedList<ChannelEvent> _events = new();
    private long _bytes;

    /// <summary>Gets how many events it holds.</summary>
    public int Count => _events.Count;

    /// <summary>Gets the ts from which on nothing is missing: asking for what came after it can be answered from here.</summary>
    public long ReachesBackTo => _events.First?.Value.PrevTs ?? long.MaxValue;

    /// <summary>Adds the newest event and drops the oldest beyond the bounds; the newest one stays, whatever its size.</summary>
    public void Add(ChannelEvent newest)
    {
        _events.AddLast(newest);
        _bytes += newest.SizeBytes;
        while (_events.Count > EventsMax || (_bytes > BytesMax && _events.Count > 1))
        {
            _bytes -= _events.First!.Value.SizeBytes;
            _events.RemoveFirst();
        }
    }

    /// <summary>Clears what a message that became a tombstone had said, so that a repair does not show it again.</summary>
    public void Redact(long ts)
    {
        for (var node = _events.Last; node is not null && node.Value.EventTs >= ts; node = node.Previous)
        {
            var redacted = node.Value.WithoutTextOf(ts);
            _bytes += redacted.SizeBytes - node.Value.SizeBytes;
            node.Value = redacted;
        }
    }

    /// <summary>Lists the events after one, oldest first.</summary>
    public List<ChannelEvent> After(long eventTs, int countMax)
    {
        var node = _events.Last;
        while (node is not null && node.Value.EventTs > eventTs)
        {
            node = node.Previous;
        }

        var page = new List<ChannelEvent>();
        for (node = node is null ? _events.First : node.Next; node is not null && page.Count < countMax; node = node.Next)
        {
            page.Add(node.Value);
        }

        return page;
    }
}
