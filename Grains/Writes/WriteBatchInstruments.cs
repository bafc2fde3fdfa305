using System.Diagnostics.Metrics;

namespace OrleansSocial.Grains.Writes;

/// <summary>The figures of this silo's shard writers.</summary>
internal sealed class WriteBatchInstruments : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "OrleansSocial.Writes";

    private static readonly InstrumentAdvice<double> FlushSeconds =
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.125, 0.25, 0.5, 1, 2, 5, 10] };

    private static readonly InstrumentAdvice<int> FlushRows = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] };

    private readonly Meter _meter;
    private readonly Histogram<double> _flushDuration;
    private readonly Histogram<int> _batchRows;
    private readonly Counter<long> _refusals;

    public WriteBatchInstruments(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _flushDuration = _meter.CreateHistogram<double>("orleanssocial.writes.flush.duration", "s", "From sending a flush to its end.", tags: null, FlushSeconds);
        _batchRows = _meter.CreateHistogram<int>("orleanssocial.writes.batch.rows", "{row}", "Rows of a flush.", tags: null, FlushRows);
        _refusals = _meter.CreateCounter<long>("orleanssocial.writes.refusals", "{append}", "Appends and rows that were not stored, by reason.");
    }

    /// <summary>Shows the queues; called once.</summary>
    /// <param name="writers">The writers that are to be read.</param>
    public void Observe(Func<IEnumerable<ShardWriter>> writers)
    {
        _meter.CreateObservableGauge(
            "orleanssocial.writes.queue.rows", () => writers().Select(w => new Measurement<int>(w.QueueRows, Tag(w))), "{row}", "Rows that wait.");
        _meter.CreateObservableGauge(
            "orleanssocial.writes.queue.bytes", () => writers().Select(w => new Measurement<long>(w.QueueBytes, Tag(w))), "By", "Their size.");
        _meter.CreateObservableGauge(
            "orleanssocial.writes.queue.age", () => writers().Select(w => new Measurement<double>(w.QueueAge.TotalSeconds, Tag(w))), "s", "How long the oldest has waited.");
    }

    public void Flushed(int rows, TimeSpan duration)
    {
        _flushDuration.Record(duration.TotalSeconds);
        _batchRows.Record(rows);
    }

    public void Refused(string reason) => _refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(ShardWriter writer) => new("writer", writer.Key);
}
