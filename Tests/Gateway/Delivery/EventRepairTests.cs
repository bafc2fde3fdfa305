using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Delivery;

/// <summary>Pages are read a bounded number at once, and once for all who wait for the same one.</summary>
public sealed class EventRepairTests : IAsyncDisposable
{
    private static readonly EventPage Page = new([Events.Message(1)], false, false);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly DeliveryLoop _loop = new(NullLogger<DeliveryLoop>.Instance, new FakeTimeProvider());
    private readonly SlowChains _chains = new();
    private readonly EventRepair _repair;
    private readonly List<EventPage?> _answers = [];

    public EventRepairTests() =>
        _repair = new EventRepair(_chains, _loop, new GatewayDeliveryInstruments(_services.GetRequiredService<IMeterFactory>()));

    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task A_page_that_waits_for_its_turn_is_read_once_for_all_who_ask()
    {
        await ReadAsync(EventRepair.RunningMax, differ: true);
        await ReadAsync(1_000, differ: false);
        Assert.Equal(EventRepair.RunningMax, _chains.Reads.Count);

        _chains.Reads[0].SetResult(Page);
        await AnswersAsync(1);
        Assert.Equal(EventRepair.RunningMax + 1, _chains.Reads.Count);

        _chains.Reads[^1].SetResult(Page);
        await AnswersAsync(1_001);
        Assert.All(_answers, a => Assert.Same(Page, a));
    }

    [Fact]
    public async Task A_page_under_way_is_not_joined_since_it_may_be_older_than_what_is_missed()
    {
        await ReadAsync(1, differ: false);
        await ReadAsync(1, differ: false);

        Assert.Equal(2, _chains.Reads.Count);
    }

    [Fact]
    public async Task A_failed_read_is_told_to_all_who_asked()
    {
        await ReadAsync(EventRepair.RunningMax, differ: true);
        await ReadAsync(3, differ: false);
        foreach (var read in _chains.Reads.ToList())
        {
            read.SetException(new TimeoutException());
        }

        await AnswersAsync(EventRepair.RunningMax);
        _chains.Reads[^1].SetException(new TimeoutException());
        await AnswersAsync(EventRepair.RunningMax + 3);
        Assert.All(_answers, Assert.Null);
    }

    private Task<bool> ReadAsync(int count, bool differ) => _loop.CallAsync(() =>
    {
        for (var i = 0; i < count; i++)
        {
            _repair.Read(Events.Channel, differ ? i + 1 : 0, 64, _answers.Add);
        }

        return true;
    });

    private Task AnswersAsync(int count) =>
        Eventually.TrueAsync($"{count} answers", () => _loop.CallAsync(() => _answers.Count == count));

    private sealed class SlowChains : IEventChains
    {
        public List<TaskCompletionSource<EventPage>> Reads { get; } = [];

        public Task<ChainInterest> RenewAsync(ChainId chain) => throw new NotSupportedException();

        public Task<EventPage> SinceAsync(ChainId chain, long eventTs, int countMax)
        {
            var read = new TaskCompletionSource<EventPage>(TaskCreationOptions.RunContinuationsAsynchronously);
            Reads.Add(read);
            return read.Task;
        }

        public Task ForgetAsync(ChainId chain) => Task.CompletedTask;
    }
}
