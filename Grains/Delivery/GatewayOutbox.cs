using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Delivery;

/// <summary>What one silo sends to one gateway: one batch at a time, the next when the last was taken; what arrives meanwhile is the next batch.</summary>
internal sealed class GatewayOutbox
{
    private readonly string _id;
    private readonly string _gateway;
    private readonly OutboxQueue _queue;
    private readonly IEventBatchSender _sender;
    private readonly DeliveryInstruments _instruments;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task _pump;
    private long _usedAt;
    private volatile bool _heartbeatDue;
    private volatile bool _closing;
    private volatile bool _ended;

    public GatewayOutbox(
        string id, string gateway, OutboxQueue queue, IEventBatchSender sender, DeliveryInstruments instruments, ILogger logger, TimeProvider clock)
    {
        (_id, _gateway, _queue, _sender, _instruments, _logger, _clock) = (id, gateway, queue, sender, instruments, logger, clock);
        Touch();

        // The pump outlives the call that needed it: it must not carry that call's context along.
        using (ExecutionContext.SuppressFlow())
        {
            _pump = Task.Run(PumpAsync);
        }
    }

    public OutboxQueue Queue => _queue;

    /// <summary>Gets how long ago the outbox was needed.</summary>
    public TimeSpan Idle => _clock.GetElapsedTime(Interlocked.Read(ref _usedAt));

    public void Touch() => Interlocked.Exchange(ref _usedAt, _clock.GetTimestamp());

    public void Offer(ChannelEvent e, bool drop)
    {
        Touch();
        if (!_queue.Offer(e, drop))
        {
            _instruments.Dropped();
        }

        _wake.Writer.TryWrite(true);
    }

    public void Signal(ChainSignal signal)
    {
        if (!_queue.Offer(signal))
        {
            _instruments.SignalDropped();
        }

        _wake.Writer.TryWrite(true);
    }

    public void Release(ChainId chain)
    {
        _queue.Release(chain);
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Called once a heartbeat period: a batch that went out meanwhile was a sign of life too, but a second one costs little.</summary>
    public void Beat()
    {
        _heartbeatDue = true;
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Ends the outbox without a word: its gateway is gone.</summary>
    public void End()
    {
        _ended = true;
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Sends the rest and the closing batch.</summary>
    public Task CloseAsync()
    {
        _closing = true;
        _wake.Writer.TryWrite(true);
        return _pump;
    }

    private async Task PumpAsync()
    {
        while (!_ended)
        {
            await _wake.Reader.ReadAsync();
            while (!_ended && (_heartbeatDue || _closing || !_queue.IsEmpty))
            {
                _heartbeatDue = false;
                var batch = _queue.Take(_id, _closing);
                await SendAsync(batch);
                if (batch.Closing)
                {
                    return;
                }
            }
        }
    }

    private async Task SendAsync(EventBatch batch)
    {
        try
        {
            await _sender.SendAsync(_gateway, batch);
            _instruments.Sent(batch.Events.Length);
        }
        catch (Exception exception)
        {
            // Not sent again: the next batch's number shows the gateway that these are missing, and a repeat could overtake them.
            _instruments.Failed();
            GatewayOutboxes.LogNotTaken(_logger, exception, _gateway, batch.Events.Length);
        }
    }
}
