using System.Collections.Concurrent;

namespace OrleansSocial.Benchmarks.Load;

/// <summary>
/// Bounds the deliveries under way, so that a server which acknowledges faster than it delivers is measured at the rate
/// that it can keep up, not at the rate at which it fills its queues.
/// </summary>
internal sealed class DeliveryGate(long undeliveredMax)
{
    private readonly ConcurrentQueue<(Sender Sender, int Slot)> _parked = new();
    private long _underWay;

    /// <summary>Gets the deliveries that were caused and have not arrived.</summary>
    public long UnderWay => Interlocked.Read(ref _underWay);

    /// <summary>Counts a post whose deliveries are due now.</summary>
    public void Sent(int deliveries) => Interlocked.Add(ref _underWay, deliveries);

    /// <summary>Counts deliveries that arrived, and lets parked posts go.</summary>
    public void Delivered(int deliveries)
    {
        Interlocked.Add(ref _underWay, -deliveries);
        while (!_parked.IsEmpty && UnderWay < undeliveredMax && _parked.TryDequeue(out var next))
        {
            next.Sender.Post(next.Slot);
        }
    }

    /// <summary>Posts now if there is room, else as soon as there is.</summary>
    public void Enter(Sender sender, int slot)
    {
        if (UnderWay < undeliveredMax)
        {
            sender.Post(slot);
            return;
        }

        _parked.Enqueue((sender, slot));

        // Everything may have arrived between the look and the parking: nobody else would wake it then.
        Delivered(0);
    }
}
