using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Grains.Delivery;

/// <summary>
/// Keeps batches until their reader has acknowledged them. Placed on the silo of its first caller;
/// reentrant, because a poll waits here while batches arrive.
/// </summary>
[GrainType("eventqueue"), Reentrant]
internal sealed class EventQueueGrain(IOptions<DeliveryOptions> options, TimeProvider clock) : Grain, IEventQueueGrain
{
    /// <summary>How long a closing queue waits for its reader to fetch and acknowledge the rest.</summary>
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(1);

    private readonly Queue<EventBatchContainer> _queue = new();
    private TaskCompletionSource _changed = NewSignal();
    private Guid _reader;
    private long _number;
    private bool _closing;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Numbers ascend over restarts of the queue, so that no reader takes new batches for old ones.
        _number = clock.GetUtcNow().UtcTicks;
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _closing = true;
        Signal();
        var start = clock.GetTimestamp();
        while (_queue.Count > 0 && _reader != default && clock.GetElapsedTime(start) < DrainMax && !cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAny(_changed.Task, Task.Delay(DrainMax, clock, cancellationToken));
        }
    }

    public Task<bool> Enqueue(StreamId streamId, EventBatch batch)
    {
        if (_closing || _queue.Count >= options.Value.QueueBatchesMax)
        {
            return Task.FromResult(false);
        }

        _queue.Enqueue(new EventBatchContainer(streamId, batch, ++_number));
        Signal();
        return Task.FromResult(true);
    }

    public async Task<ImmutableArray<EventBatchContainer>> Dequeue(Guid reader, long acked, int countMax, TimeSpan wait)
    {
        if (reader != _reader)
        {
            _reader = reader;
            Signal();
        }

        if (acked > _number)
        {
            CountOnFrom(acked);
        }

        if (_queue.TryPeek(out var first) && first.Number <= acked)
        {
            while (_queue.TryPeek(out var head) && head.Number <= acked)
            {
                _queue.Dequeue();
            }

            if (_closing)
            {
                Signal();
            }
        }

        if (_queue.Count == 0 && !_closing)
        {
            await Task.WhenAny(_changed.Task, Task.Delay(wait, clock));
        }

        return reader != _reader ? [] : [.. _queue.Take(countMax)];
    }

    /// <summary>The reader has batches of an activation before this one, on a silo whose clock is ahead: none of these here are among them.</summary>
    private void CountOnFrom(long acked)
    {
        _number = acked;
        for (var left = _queue.Count; left > 0; left--)
        {
            var batch = _queue.Dequeue();
            _queue.Enqueue(new EventBatchContainer(batch.StreamId, batch.Batch, ++_number));
        }
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
