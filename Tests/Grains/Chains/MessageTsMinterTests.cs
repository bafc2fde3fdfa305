using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Shards;

namespace OrleansSocial.Tests.Grains.Chains;

public sealed class MessageTsMinterTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Start);

    [Fact]
    public void Masters_never_mint_the_same_ts()
    {
        var a = Mint(new MessageTsMinter(_time), MasterSide.A, 1_000);
        var b = Mint(new MessageTsMinter(_time), MasterSide.B, 1_000);

        Assert.All(a, ts => Assert.Equal(0, ts & 1));
        Assert.All(b, ts => Assert.Equal(1, ts & 1));
        Assert.Empty(a.Intersect(b));
    }

    [Fact]
    public void Ts_ascend_while_the_clock_stands_or_goes_back()
    {
        var minter = new MessageTsMinter(_time);
        var before = Mint(minter, MasterSide.A, 100);
        var behind = new MessageTsMinter(new FakeTimeProvider(Start - TimeSpan.FromHours(1)));
        behind.Observe(before[^1]);

        var after = Mint(behind, MasterSide.A, 100);

        Assert.Equal([.. before.Concat(after)], before.Concat(after).Order().Distinct());
    }

    [Fact]
    public void A_clock_that_jumps_ahead_is_held_at_the_database_and_5_s()
    {
        var time = new JumpingTime { Now = Start };
        var minter = new MessageTsMinter(time);
        minter.Synchronise(Micros(Start));
        time.Now += TimeSpan.FromHours(1);

        var ts = minter.Next(MasterSide.A);

        Assert.InRange(ts, Micros(Start), Micros(Start + TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void The_chain_itself_may_be_further_than_the_database()
    {
        var minter = new MessageTsMinter(_time);
        minter.Synchronise(Micros(Start));
        var imported = Micros(Start + TimeSpan.FromDays(1)) + 1;
        minter.Observe(imported);

        Assert.Equal(imported + 1, minter.Next(MasterSide.A));
    }

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static List<long> Mint(MessageTsMinter minter, MasterSide side, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => minter.Next(side))];

    /// <summary>A wall clock that can be set; its monotonic clock stands.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => 0;
    }
}
