using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using OrleansSocial.Gateway.Presence;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>
/// Subscribes to this gateway's stream and hands its batches to the delivery loop. A subscription lives in the memory of a silo;
/// when no outbox is heard any more it subscribes again and renews everything.
/// </summary>
internal sealed partial class GatewayEventReceiver : BackgroundService
{
    private readonly IClusterClient _client;
    private readonly GatewayIdentity _gateway;
    private readonly DeliveryLoop _loop;
    private readonly Interests _interests;
    private readonly PresenceHub _presence;
    private readonly OutboxTracker _outboxes;
    private readonly GatewayDeliveryInstruments _instruments;
    private readonly ILogger<GatewayEventReceiver> _logger;
    private readonly TimeProvider _clock;
    private bool _isSubscribed;
    private bool _isSubscribing;
    private long _subscribedAt;
    private long _wantedSince;

    public GatewayEventReceiver(
        IClusterClient client,
        GatewayIdentity gateway,
        DeliveryLoop loop,
        Interests interests,
        PresenceHub presence,
        GatewayDeliveryInstruments instruments,
        ILogger<GatewayEventReceiver> logger,
        TimeProvider clock)
    {
        (_client, _gateway, _loop, _interests, _presence, _instruments, _logger, _clock) = (client, gateway, loop, interests, presence, instruments, logger, clock);
        _outboxes = new OutboxTracker(clock);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        _loop.Post(Subscribe);
        _loop.EveryTick(OnTick);
    }

    private void OnBatch(EventBatch batch)
    {
        _instruments.Batch();
        var isWhole = _outboxes.Follow(batch);
        _interests.Accept(batch);
        _presence.Accept(batch.Signals);
        if (!isWhole || batch.Closing)
        {
            _interests.OnOutboxLost(batch.Outbox);
        }
    }

    private void OnTick()
    {
        foreach (var (outbox, isNew) in _outboxes.TakeSilent())
        {
            if (isNew)
            {
                LogSilent(_logger, outbox);
            }

            _interests.OnOutboxLost(outbox);
        }

        if (_interests.Count == 0)
        {
            // No outbox has a reason to send heartbeats.
            _wantedSince = _clock.GetTimestamp();
        }

        var quietSince = Math.Max(_outboxes.HeardAt, Math.Max(_subscribedAt, _wantedSince));
        if (!_isSubscribing && (!_isSubscribed || _clock.GetElapsedTime(quietSince) > OutboxTracker.SilenceMax))
        {
            Subscribe();
        }
    }

    private void Subscribe()
    {
        if (!_isSubscribing)
        {
            _isSubscribing = true;
            _instruments.Subscription();
            _ = SubscribeAsync();
        }
    }

    private async Task SubscribeAsync()
    {
        var stream = _client.GetStreamProvider(EventBatch.StreamProvider)
            .GetStream<EventBatch>(StreamId.Create(EventBatch.StreamNamespace, _gateway.Id));
        StreamSubscriptionHandle<EventBatch>? subscription = null;
        try
        {
            subscription = await stream.SubscribeAsync((batch, _) =>
            {
                // One that finds no room is a hole in the outbox's numbers. Never wait here: it would hold up the agent.
                // Batches of an older subscription are as good: repeats are told by their numbers.
                _loop.TryPost(() => OnBatch(batch));
                return Task.CompletedTask;
            });
            LogSubscribed(_logger, _gateway.Id);
        }
        catch (Exception exception)
        {
            LogNotSubscribed(_logger, exception.Message);
        }

        _loop.Post(() =>
        {
            _isSubscribing = false;
            _subscribedAt = _clock.GetTimestamp();
            _isSubscribed |= subscription is not null;
            _interests.RenewAll();
        });

        if (subscription is not null)
        {
            await EndOthersAsync(stream, subscription);
        }
    }

    /// <summary>
    /// Ends the subscriptions before this one, those included whose call timed out here and succeeded there: each would be
    /// sent every batch for as long as this gateway lives.
    /// </summary>
    private static async Task EndOthersAsync(IAsyncStream<EventBatch> stream, StreamSubscriptionHandle<EventBatch> current)
    {
        try
        {
            foreach (var other in await stream.GetAllSubscriptionHandles())
            {
                if (other.HandleId != current.HandleId)
                {
                    await other.UnsubscribeAsync();
                }
            }
        }
        catch (Exception)
        {
            // They cost, but do no harm; the next subscription ends them.
        }
    }

    [LoggerMessage(4020, LogLevel.Information, "Gateway {Gateway} receives events")]
    private static partial void LogSubscribed(ILogger logger, string gateway);

    [LoggerMessage(4021, LogLevel.Warning, "Could not subscribe to this gateway's events, trying again: {Reason}")]
    private static partial void LogNotSubscribed(ILogger logger, string reason);

    [LoggerMessage(4022, LogLevel.Warning, "Silo outbox {Outbox} has fallen silent; renewing what came from it")]
    private static partial void LogSilent(ILogger logger, string outbox);
}
