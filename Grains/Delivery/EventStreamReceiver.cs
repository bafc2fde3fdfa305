using Orleans.Streams;

namespace OrleansSocial.Grains.Delivery;

/// <summary>Reads one queue by long polls, so that a batch is pushed on as soon as it arrives.</summary>
internal sealed class EventStreamReceiver(IEventQueueGrain queue) : IQueueAdapterReceiver
{
    private static readonly TimeSpan PollTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly Guid _reader = Guid.CreateVersion7();
    private readonly TaskCompletionSource _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _acked;

    public Task Initialize(TimeSpan timeout) => Task.CompletedTask;

    [Obsolete("The overload with a token is the one that is called.")]
    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) => GetQueueMessagesAsync(maxCount, CancellationToken.None);

    /// <summary>Waits for batches. It obeys the token: a silo's stop would wait for the poll otherwise.</summary>
    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        var countMax = maxCount > 0 ? Math.Min(maxCount, EventStreamCache.BatchesPerReadMax) : EventStreamCache.BatchesPerReadMax;
        try
        {
            var poll = queue.Dequeue(_reader, _acked, countMax, PollTime);
            await Task.WhenAny(poll, _shutdown.Task).WaitAsync(cancellationToken);
            if (!poll.IsCompleted)
            {
                poll.Ignore();
                return [];
            }

            var batches = await poll;
            if (batches.Length == 0)
            {
                return [];
            }

            _acked = batches[^1].Number;
            return [.. batches];
        }
        catch (OperationCanceledException)
        {
            return [];
        }
        catch (Exception)
        {
            // The queue's silo died or it moves: the agent's own answer would be a back-off of seconds.
            await Task.Delay(PauseAfterFailure, CancellationToken.None);
            return [];
        }
    }

    [Obsolete("The overload with a token is the one that is called.")]
    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

    public async Task Shutdown(TimeSpan timeout)
    {
        _shutdown.TrySetResult();
        if (_acked == 0)
        {
            return;
        }

        try
        {
            // Acknowledges what was read, so that the next reader does not send it again.
            await queue.Dequeue(_reader, _acked, 0, TimeSpan.Zero).WaitAsync(PauseAfterFailure);
        }
        catch (Exception)
        {
            // Repeats are dropped by the gateways.
        }
    }
}
