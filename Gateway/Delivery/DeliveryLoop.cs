using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>
/// The one thread of work that owns interests, feeds and sessions, so that nothing on the way from an event to the sockets'
/// queues needs a lock. Whoever has something for them posts it here; what waits for a grain runs elsewhere and posts its answer.
/// </summary>
internal sealed partial class DeliveryLoop : IAsyncDisposable
{
    /// <summary>The most pieces of work that wait; batches beyond it are dropped and repaired by the chain, other work waits.</summary>
    public const int WorkMax = 50_000;

    /// <summary>How often timers are looked at.</summary>
    public static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(200);

    private readonly Channel<Action> _work = Channel.CreateBounded<Action>(new BoundedChannelOptions(WorkMax) { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger<DeliveryLoop> _logger;
    private readonly TimeProvider _clock;
    private readonly Task _running;
    private readonly Task _ticking;
    private readonly List<IWakeable> _toWake = [];
    private Action _tick = static () => { };

    public DeliveryLoop(ILogger<DeliveryLoop> logger, TimeProvider clock)
    {
        (_logger, _clock) = (logger, clock);
        _running = Task.Run(RunAsync);
        _ticking = Task.Run(TickAsync);
    }

    /// <summary>Gets the clock's reading when the current piece of work began; on the loop only.</summary>
    public long Now { get; private set; }

    /// <summary>Gets how much work waits.</summary>
    public int Depth => _work.Reader.Count;

    /// <summary>Wakes somebody after the current piece of work; on the loop only, and once for each.</summary>
    public void WakeLater(IWakeable waiter) => _toWake.Add(waiter);

    /// <summary>Has work done on the loop every <see cref="TickPeriod"/>; called at start.</summary>
    public void EveryTick(Action work) => Post(() => _tick += work);

    /// <summary>Posts work unless there is no room.</summary>
    public bool TryPost(Action work) => _work.Writer.TryWrite(work);

    /// <summary>Posts work that must not be lost.</summary>
    public void Post(Action work)
    {
        if (!_work.Writer.TryWrite(work))
        {
            _ = PostLaterAsync(work);
        }
    }

    /// <summary>Notes what went wrong within a piece of work that goes on.</summary>
    public void OnFault(Exception exception) => LogWorkFailed(_logger, exception);

    /// <summary>Runs a function on the loop.</summary>
    public Task<T> CallAsync<T>(Func<T> function)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                done.SetResult(function());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _work.Writer.TryComplete();
        await Task.WhenAll(_running, _ticking);
        _stop.Dispose();
    }

    private async Task PostLaterAsync(Action work)
    {
        try
        {
            await _work.Writer.WriteAsync(work);
        }
        catch (ChannelClosedException)
        {
            // The gateway stops.
        }
    }

    private async Task RunAsync()
    {
        while (await _work.Reader.WaitToReadAsync())
        {
            while (_work.Reader.TryRead(out var work))
            {
                Now = _clock.GetTimestamp();
                try
                {
                    work();
                }
                catch (Exception exception)
                {
                    // One session's fault must not stop the others' delivery.
                    LogWorkFailed(_logger, exception);
                }

                foreach (var waiter in _toWake)
                {
                    waiter.Wake();
                }

                _toWake.Clear();
            }
        }
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(TickPeriod, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                TryPost(_tick);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    [LoggerMessage(4000, LogLevel.Error, "A piece of work on the delivery loop failed")]
    private static partial void LogWorkFailed(ILogger logger, Exception exception);
}
