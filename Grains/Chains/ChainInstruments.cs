using System.Diagnostics.Metrics;

namespace OrleansSocial.Grains.Chains;

/// <summary>Meters of the event chains.</summary>
internal sealed class ChainInstruments : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "OrleansSocial.Chains";

    private readonly Meter _meter;

    /// <summary>Initializes the meters.</summary>
    public ChainInstruments(IMeterFactory meterFactory)
    {
        _meter = meterFactory.Create(MeterName);
        PendingRows = _meter.CreateUpDownCounter<int>("orleanssocial.chain.pending", "{row}", "Rows that wait in chain grains for their append.");
        Refusals = _meter.CreateCounter<long>("orleanssocial.chain.refusals", "{row}", "Rows refused because a chain's queue was full.");
        TakeOvers = _meter.CreateCounter<long>("orleanssocial.chain.takeovers", "{takeover}", "Heads taken over by activations.");
        OwnersLost = _meter.CreateCounter<long>("orleanssocial.chain.owners_lost", "{activation}", "Activations that found their head owned by another.");
        RepairsFromTail = _meter.CreateCounter<long>("orleanssocial.chain.repairs.tail", "{page}", "Pages of missed events answered from memory.");
        RepairsFromDatabase = _meter.CreateCounter<long>("orleanssocial.chain.repairs.database", "{page}", "Pages of missed events answered from the database.");
    }

    /// <summary>Gets the gauge of rows that wait.</summary>
    public UpDownCounter<int> PendingRows { get; }

    /// <summary>Gets the count of rows refused by a full queue.</summary>
    public Counter<long> Refusals { get; }

    /// <summary>Gets the count of take-overs.</summary>
    public Counter<long> TakeOvers { get; }

    /// <summary>Gets the count of lost ownerships.</summary>
    public Counter<long> OwnersLost { get; }

    /// <summary>Gets the count of pages from the tail.</summary>
    public Counter<long> RepairsFromTail { get; }

    /// <summary>Gets the count of pages from the database.</summary>
    public Counter<long> RepairsFromDatabase { get; }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
