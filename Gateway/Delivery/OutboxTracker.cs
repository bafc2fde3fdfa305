using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>Watches the numbers and the heartbeats of the silos' outboxes. Owned by the delivery loop.</summary>
internal sealed class OutboxTracker(TimeProvider clock)
{
    /// <summary>A silo that says nothing for so long has died or is cut off.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(3);

    /// <summary>The most outboxes that are remembered: silos, and their earlier starts for a minute.</summary>
    public const int OutboxesMax = 10_000;

    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Outbox> _outboxes = new(StringComparer.Ordinal);

    /// <summary>Gets the clock's reading when any outbox was heard.</summary>
    public long HeardAt { get; private set; }

    /// <summary>Notes a batch.</summary>
    /// <returns>False when events before its end are missing.</returns>
    public bool Follow(EventBatch batch)
    {
        HeardAt = clock.GetTimestamp();
        if (!_outboxes.TryGetValue(batch.Outbox, out var outbox))
        {
            if (_outboxes.Count >= OutboxesMax)
            {
                return false;
            }

            // A new outbox counts from 0: the first batch tells whether one before it was lost.
            _outboxes.Add(batch.Outbox, outbox = new Outbox());
        }

        outbox.HeardAt = HeardAt;
        outbox.SilentAt = null;
        var counted = batch.Events.Length + (batch.Released.IsEmpty ? 0 : 1);
        if (counted > 0 && batch.Offered <= outbox.Offered)
        {
            // A repeat; its events are older than what the chains have. (An outbox that began anew shows by its next heartbeat.)
            return true;
        }

        var isWhole = outbox.Offered + counted == batch.Offered;
        outbox.Offered = batch.Offered;
        if (batch.Closing)
        {
            _outboxes.Remove(batch.Outbox);
        }

        return isWhole;
    }

    /// <summary>Lists the outboxes that have just fallen silent, or have been for another <see cref="SilenceMax"/>: their silos may live on, cut off from here.</summary>
    public IReadOnlyList<(string Outbox, bool IsNew)> TakeSilent()
    {
        List<(string, bool)>? silent = null;
        foreach (var (id, outbox) in _outboxes)
        {
            var age = clock.GetElapsedTime(outbox.HeardAt);
            if (age > ForgetAfter)
            {
                _outboxes.Remove(id);
            }
            else if (age > SilenceMax && (outbox.SilentAt is not { } at || clock.GetElapsedTime(at) > SilenceMax))
            {
                (silent ??= []).Add((id, outbox.SilentAt is null));
                outbox.SilentAt = clock.GetTimestamp();
            }
        }

        return silent ?? [];
    }

    private sealed class Outbox
    {
        public long Offered { get; set; }

        public long HeardAt { get; set; }

        public long? SilentAt { get; set; }
    }
}
