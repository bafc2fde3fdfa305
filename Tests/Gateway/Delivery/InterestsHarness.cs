using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Delivery;

/// <summary>The gateway's half of delivery over chains in memory, its time moved by the test.</summary>
internal sealed class InterestsHarness : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public InterestsHarness()
    {
        Loop = new DeliveryLoop(NullLogger<DeliveryLoop>.Instance, Clock);
        Meters = services.GetRequiredService<IMeterFactory>();
        var instruments = new GatewayDeliveryInstruments(Meters);
        Repair = new EventRepair(Chains, Loop, instruments);
        Interests = new Interests(Chains, Encoder, Loop, Repair, instruments, NullLogger<Interests>.Instance, Clock);
    }

    public FakeTimeProvider Clock { get; } = new();

    public FakeChains Chains { get; } = new();

    public IEventEncoder Encoder { get; } = new TextEncoder();

    public IMeterFactory Meters { get; }

    public DeliveryLoop Loop { get; }

    public EventRepair Repair { get; }

    public Interests Interests { get; }

    /// <summary>Follows the channel's chain from its head on.</summary>
    public async Task<RecordingFollower> FollowAsync()
    {
        var follower = new RecordingFollower();
        var interest = await Loop.CallAsync(() => Interests.Follow(Events.Channel, follower));
        await UntilAsync("the head is known", () => interest.IsKnown);
        await Loop.CallAsync(() =>
        {
            interest.AddLive(follower);
            return true;
        });
        return follower;
    }

    public Task AcceptAsync(params ChannelEvent[] events) => Loop.CallAsync(() =>
    {
        Interests.Accept(new EventBatch("o", 0, [.. events], [], false, []));
        return true;
    });

    /// <summary>Waits until something holds on the loop, moving time on.</summary>
    public async Task UntilAsync(string what, Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await Loop.CallAsync(condition))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(10), $"did not happen: {what}");
            Clock.Advance(TimeSpan.FromMilliseconds(50));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Loop.DisposeAsync();
        await services.DisposeAsync();
    }

    internal sealed class RecordingFollower : IChainFollower
    {
        public List<long> Got { get; } = [];

        public List<long> TooFar { get; } = [];

        public int LiveIndex { get; set; } = -1;

        public void OnEvent(ChannelEvent e, EncodedEvent encoded) => Got.Add(e.EventTs);

        public List<ChainSignal> Signals { get; } = [];

        public void OnSignal(ChainSignal signal, ReadOnlyMemory<byte> frame) => Signals.Add(signal);

        public void OnKnown()
        {
        }

        public void OnTooFar(long head) => TooFar.Add(head);
    }

    private sealed class TextEncoder : IEventEncoder
    {
        public EncodedEvent Encode(ChannelEvent e) => new([Encoding.UTF8.GetBytes($"{e.EventTs}:{e.Text}")]);

        public ReadOnlyMemory<byte> Encode(ChainSignal signal) => Encoding.UTF8.GetBytes($"{signal.Kind}");

        public ReadOnlyMemory<byte> EncodePresence(IReadOnlyList<string> users, bool isActive) => Encoding.UTF8.GetBytes($"{isActive}: {string.Join(' ', users)}");
    }
}
