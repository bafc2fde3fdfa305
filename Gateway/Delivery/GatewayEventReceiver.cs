using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>
/// Subscribes to this gateway's stream and hands its batches to the delivery loop. A subscription lives in the memory of a silo;
/// when no outbox is heard any more it subscribes again and renews everything.
/// </summary>
internal sealed partial class GatewayEventReceiver : BackgroundService
{
    private static readonly TimeSpan SubscribeTimeMax = TimeSpan.FromSeconds(3);

    private readonly IClusterClient _client;
    private readonly GatewayIdentity _gateway;
    private readonly DeliveryLoop _loop;
    private readonly Interests _interests;
    private readonly OutboxTracker _outboxes;
    private readonly GatewayDeliveryInstruments _instruments;
    private readonly ILogger<GatewayEventReceiver> _logger;
    private readonly TimeProvider _clock;
    private StreamSubscriptionHandle<EventBatch>? _subscription;
    private bool _isSubscribing;
    private long _subscribedAt;
    private long _wantedSince;
    private int _generation;

    public GatewayEventReceiver(
        IClusterClient client,
        GatewayIdentity gateway,
        DeliveryLoop loop,
        Interests interests,
        GatewayDeliveryInstruments instruments,
        ILogger<GatewayEventReceiver> logger,
        TimeProvider clock)
    {
        (_client, _gateway, _loop, _interests, _instruments, _logger, _clock) = (client, gateway, loop, interests, instruments, logger, clock);
        _outboxes = new OutboxTracker(clock);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        _loop.Post(Subscribe);
        _loop.EveryTick(OnTick);
    }

    private void OnBatch(EventBatch batch, int generation)
    {
        if (generation != _generation)
        {
            return;
        }

        _instruments.Batch();
        var isWhole = _outboxes.Follow(batch);
        _interests.Accept(batch);
        if (!isWhole || batch.Closing)
        {
            _interests.OnOutboxLost(batch.Outbox);
        }
    }

    private void OnTick()
    {
        foreach (var outbox in _outboxes.TakeSilent())
        {
            LogSilent(_logger, outbox);
            _interests.OnOutboxLost(outbox);
        }

        if (_interests.Count == 0)
        {
            // No outbox has a reason to send heartbeats.
            _wantedSince = _clock.GetTimestamp();
        }

        var quietSince = Math.Max(_outboxes.HeardAt, Math.Max(_subscribedAt, _wantedSince));
        if (!_isSubscribing && (_subscription is null || _clock.GetElapsedTime(quietSince) > OutboxTracker.SilenceMax))
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
            _ = SubscribeAsync(_subscription, ++_generation);
        }
    }

    private async Task SubscribeAsync(StreamSubscriptionHandle<EventBatch>? old, int generation)
    {
        StreamSubscriptionHandle<EventBatch>? subscription = null;
        try
        {
            subscription = await _client.GetStreamProvider(EventBatch.StreamProvider)
                .GetStream<EventBatch>(StreamId.Create(EventBatch.StreamNamespace, _gateway.Id))
                .SubscribeAsync((batch, _) =>
                {
                    // One that finds no room is a hole in the outbox's numbers. Never wait here: it would hold up the agent.
                    _loop.TryPost(() => OnBatch(batch, generation));
                    return Task.CompletedTask;
                })
                .WaitAsync(SubscribeTimeMax, _clock);
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
            _subscription = subscription;
            _interests.RenewAll();
        });

        if (old is not null)
        {
            await UnsubscribeAsync(old);
        }
    }

    private static async Task UnsubscribeAsync(StreamSubscriptionHandle<EventBatch> old)
    {
        try
        {
            await old.UnsubscribeAsync().WaitAsync(SubscribeTimeMax);
        }
        catch (Exception)
        {
            // Batches of an old subscription are ignored; it ends when a delivery to it fails.
        }
    }

    [LoggerMessage(4020, LogLevel.Information, "Gateway {Gateway} receives events")]
    private static partial void LogSubscribed(ILogger logger, string gateway);

    [LoggerMessage(4021, LogLevel.Warning, "Could not subscribe to this gateway's events, trying again: {Reason}")]
    private static partial void LogNotSubscribed(ILogger logger, string reason);

    [LoggerMessage(4022, LogLevel.Warning, "Silo outbox {Outbox} has fallen silent; renewing what came from it")]
    private static partial void LogSilent(ILogger logger, string outbox);
}
