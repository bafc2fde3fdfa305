namespace OrleansSocial.Grains.Writes;

/// <summary>What waits for a lane, in order of arrival. The writer's bounds are checked before anything gets here.</summary>
/// <param name="options">The bounds of a flush.</param>
internal sealed class LaneQueue(WriteBatchOptions options)
{
    private readonly LinkedList<PendingAppend> _waiting = new();
    private readonly HashSet<string> _chains = new(StringComparer.Ordinal);

    public bool IsEmpty => _waiting.Count == 0;

    public PendingAppend? Oldest => _waiting.First?.Value;

    public void Add(PendingAppend pending) => _waiting.AddLast(pending);

    /// <summary>
    /// Takes what goes into the next flush: at most 256 rows, 1 MiB and 500 changes, but always one append. A chain's second append
    /// stays, and so does whatever comes after the first that does not fit.
    /// </summary>
    public void Take(List<PendingAppend> flight)
    {
        flight.Clear();
        _chains.Clear();
        int rows = 0, bytes = 0, changes = 0;
        for (var node = _waiting.First; node is not null;)
        {
            var (next, pending) = (node.Next, node.Value);
            if (_chains.Add(pending.Batch.Chain.Id))
            {
                rows += pending.Batch.Rows.Length;
                bytes += pending.SizeBytes;
                changes += pending.Changes;
                if (flight.Count > 0 && (rows > options.FlushRowsMax || bytes > options.FlushBytesMax || changes > options.FlushChangesMax))
                {
                    return;
                }

                flight.Add(pending);
                _waiting.Remove(node);
            }

            node = next;
        }
    }

    /// <summary>Takes those that have waited too long.</summary>
    public void TakeExpired(long arrivedBefore, List<PendingAppend> expired)
    {
        expired.Clear();
        while (_waiting.First is { } node && node.Value.Arrived < arrivedBefore)
        {
            expired.Add(node.Value);
            _waiting.RemoveFirst();
        }
    }

    /// <summary>Cuts appends into rounds that are flushed one after the other. All fit into one, but for a lone append of large rows.</summary>
    public IEnumerable<FlushRound> Rounds(List<PendingAppend> flight)
    {
        if (flight is [var lone] && (lone.SizeBytes > options.FlushBytesMax || lone.Changes > options.FlushChangesMax))
        {
            return Cut(lone);
        }

        var round = new FlushRound(flight.Count);
        foreach (var pending in flight)
        {
            round.Add(pending, 0, pending.Batch.Rows.Length);
        }

        return [round];
    }

    private IEnumerable<FlushRound> Cut(PendingAppend pending)
    {
        var rows = pending.Batch.Rows;
        int first = 0, bytes = 0, changes = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            bytes += rows[i].SizeBytes;
            changes += 1 + rows[i].Effects.Length;
            if (i > first && (bytes > options.FlushBytesMax || changes > options.FlushChangesMax))
            {
                yield return FlushRound.Of(pending, first, i - first);
                (first, bytes, changes) = (i, rows[i].SizeBytes, 1 + rows[i].Effects.Length);
            }
        }

        yield return FlushRound.Of(pending, first, rows.Length - first);
    }
}
