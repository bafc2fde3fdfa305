using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Grains.Channels;

/// <summary>The pinned messages of a channel, at most <see cref="IChannelGrain.PinsMax"/>; changed only by the walk of stored rows.</summary>
internal sealed class ChannelPins
{
    private readonly Dictionary<long, Pin> _pins = [];

    /// <summary>Gets how many there are.</summary>
    public int Count => _pins.Count;

    /// <summary>Gets them, the one pinned last first.</summary>
    public IEnumerable<Pin> All => _pins.Values.OrderByDescending(p => p.PinnedTs);

    /// <summary>Finds a message's pin.</summary>
    public Pin? Find(long ts) => _pins.GetValueOrDefault(ts);

    /// <summary>Adds a pin.</summary>
    public void Add(Pin pin) => _pins[pin.Ts] = pin;

    /// <summary>Takes a message's pin away.</summary>
    public void Remove(long ts) => _pins.Remove(ts);
}
