using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>Who follows a chain at this gateway. All calls come from the delivery loop.</summary>
internal interface IChainFollower
{
    /// <summary>Gets or sets the follower's place in the interest's list of those that are live.</summary>
    int LiveIndex { get; set; }

    /// <summary>Takes the next event; only while live. It may end itself here.</summary>
    void OnEvent(ChannelEvent e, EncodedEvent encoded);

    /// <summary>Takes what holds for a moment; only while live.</summary>
    /// <param name="signal">What it is.</param>
    /// <param name="frame">Its frame.</param>
    void OnSignal(ChainSignal signal, ReadOnlyMemory<byte> frame);

    /// <summary>The chain's head is known now.</summary>
    void OnKnown();

    /// <summary>The gateway missed more than can be repaired; events go on after this head.</summary>
    void OnTooFar(long head);
}
