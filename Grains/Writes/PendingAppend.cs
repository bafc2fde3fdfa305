using System.Runtime.InteropServices;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Writes;

/// <summary>An append from its arrival to its receipt. Only its lane touches it.</summary>
/// <param name="batch">The rows.</param>
/// <param name="sizeBytes">Their size.</param>
/// <param name="arrived">When it came, a timestamp of the clock.</param>
internal sealed class PendingAppend(WriteBatch batch, int sizeBytes, long arrived)
{
    private readonly TaskCompletionSource<WriteReceipt> _receipt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RowResult[] _results = new RowResult[batch.Rows.Length];

    public WriteBatch Batch => batch;

    public int SizeBytes => sizeBytes;

    public long Arrived => arrived;

    /// <summary>Gets what its transaction changes: rows and effects.</summary>
    public int Changes { get; } = Count(batch);

    public Task<WriteReceipt> Receipt => _receipt.Task;

    /// <summary>Gets or sets whether a flush with its rows ended without an answer: then nothing but an answer may say that they are not stored.</summary>
    public bool Doubtful { get; set; }

    /// <summary>Gets or sets whether some of its rows were committed in a flush of their own: then it can't be answered as if none were.</summary>
    public bool PartSettled { get; set; }

    /// <summary>Gets the outcome so far; anything but Done is final.</summary>
    public WriteOutcome Outcome { get; private set; }

    public long DatabaseTime { get; set; }

    public bool Failed => Outcome != WriteOutcome.Done;

    /// <summary>Notes the results of some rows.</summary>
    public void Set(int first, ReadOnlySpan<RowResult> results) => results.CopyTo(_results.AsSpan(first));

    /// <summary>Ends it; the receipt goes out with <see cref="Complete"/>.</summary>
    public void Fail(WriteOutcome outcome) => Outcome = outcome;

    /// <summary>Answers the caller.</summary>
    public void Complete(TimeSpan retryAfter = default) => _receipt.TrySetResult(new WriteReceipt(
        Outcome,
        Failed ? [] : ImmutableCollectionsMarshal.AsImmutableArray(_results),
        DatabaseTime,
        retryAfter));

    private static int Count(WriteBatch batch)
    {
        var count = batch.Rows.Length;
        foreach (var row in batch.Rows)
        {
            count += row.Effects.Length;
        }

        return count;
    }
}
