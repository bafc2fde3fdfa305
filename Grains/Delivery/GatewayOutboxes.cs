using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Delivery;

/// <summary>Makes an outbox at a gateway's first need, beats for all of them, and ends those that nobody needs.</summary>
internal sealed partial class GatewayOutboxes : IGatewayOutboxes, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>The most gateways that a silo serves; ids come from gateways, so this bounds a fault, not a load.</summary>
    public const int GatewaysMax = 1_000;

    private readonly ConcurrentDictionary<string, GatewayOutbox> _outboxes = new(StringComparer.Ordinal);
    private readonly IEventBatchSender _sender;
    private readonly ILocalSiloDetails _silo;
    private readonly ISiloStatusOracle _silos;
    private readonly DeliveryOptions _options;
    private readonly DeliveryInstruments _instruments;
    private readonly ILogger<GatewayOutboxes> _logger;
    private readonly TimeProvider _clock;
    private readonly Lazy<string> _id;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopped = new();
    private volatile bool _closed;

    public GatewayOutboxes(
        IEventBatchSender sender,
        ILocalSiloDetails silo,
        ISiloStatusOracle silos,
        IOptions<DeliveryOptions> options,
        DeliveryInstruments instruments,
        ILogger<GatewayOutboxes> logger,
        TimeProvider clock)
    {
        (_sender, _silo, _silos, _options, _instruments, _logger, _clock) = (sender, silo, silos, options.Value, instruments, logger, clock);
        _id = new Lazy<string>(() => silo.SiloAddress.ToParsableString());
        instruments.Observe(
            () => _outboxes.Values.Sum(o => (long)o.Queue.Depth),
            () => _outboxes.Values.Select(o => o.Queue.Age.TotalSeconds).DefaultIfEmpty().Max());
    }

    public string OutboxId => _id.Value;

    public void Dispose() => _stopped.Dispose();

    public void Offer(string gateway, ChannelEvent e) =>
        Find(gateway)?.Offer(e, _options.DropEventPercent > 0 && Random.Shared.Next(100) < _options.DropEventPercent);

    public void Signal(string gateway, ChainSignal signal) => Find(gateway)?.Signal(signal);

    public void Release(string gateway, ChainId chain)
    {
        if (_outboxes.TryGetValue(gateway, out var outbox))
        {
            outbox.Release(chain);
        }
    }

    public void Touch(string gateway) => Find(gateway)?.Touch();

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        _closed = true;
        await _stopped.CancelAsync();
        if (!_silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Any(s => !s.Equals(_silo.SiloAddress)))
        {
            // The last silo: nobody is left to pass a closing batch on, or to go on with.
            return;
        }

        try
        {
            await Task.WhenAll(_outboxes.Values.Select(o => o.CloseAsync())).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogNotClosed(_logger);
        }
    }

    /// <summary>Closes after the grains have been deactivated and while messages still flow: the grains' last events come first.</summary>
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(
            nameof(GatewayOutboxes), ServiceLifecycleStage.RuntimeGrainServices, _ => StartAsync(), CloseAsync);
    }

    private Task StartAsync()
    {
        _ = Task.Run(BeatAsync);
        return Task.CompletedTask;
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(_options.HeartbeatPeriod, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopped.Token))
            {
                foreach (var (gateway, outbox) in _outboxes)
                {
                    if (outbox.Idle > _options.OutboxLifetime && _outboxes.TryRemove(gateway, out _))
                    {
                        outbox.End();
                        LogEnded(_logger, gateway);
                    }
                    else
                    {
                        outbox.Beat();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private GatewayOutbox? Find(string gateway)
    {
        if (_outboxes.TryGetValue(gateway, out var outbox))
        {
            return outbox;
        }

        lock (_gate)
        {
            if (_closed || _outboxes.Count >= GatewaysMax)
            {
                return null;
            }

            return _outboxes.GetOrAdd(gateway, g =>
            {
                LogStarted(_logger, g);
                return new GatewayOutbox(OutboxId, g, new OutboxQueue(_options, _clock), _sender, _instruments, _logger, _clock);
            });
        }
    }
}
