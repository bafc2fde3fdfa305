using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Gateway.Sessions;

namespace OrleansSocial.Tests.Gateway.Sessions;

public sealed class OutboundQueueTests
{
    private readonly FakeTimeProvider clock = new();

    [Theory, InlineData(16, true), InlineData(17, false)]
    public void It_takes_no_more_frames_than_its_bound(int frames, bool taken)
    {
        var queue = new OutboundQueue(new RtmOptions { QueueFramesMax = 16 }, clock);
        var last = Enumerable.Range(0, frames).Select(_ => queue.TryAdd(Frame(10))).ToList()[^1];
        Assert.Equal(taken, last);
    }

    [Theory, InlineData(50_000, true), InlineData(50_001, false)]
    public void It_takes_no_more_bytes_than_its_bound(int bytes, bool taken)
    {
        var queue = new OutboundQueue(new RtmOptions { QueueBytesMax = 100_000 }, clock);
        Assert.True(queue.TryAdd(Frame(50_000)));
        Assert.Equal(taken, queue.TryAdd(Frame(bytes)));
    }

    [Fact]
    public void A_backlog_leaves_half_of_the_room()
    {
        var queue = new OutboundQueue(new RtmOptions { QueueFramesMax = 16 }, clock);
        var added = 0;
        for (; queue.HasRoom; added++)
        {
            queue.TryAdd(Frame(1));
        }

        Assert.Equal(8, added);
    }

    [Fact]
    public void A_frame_that_waits_too_long_shows()
    {
        var queue = new OutboundQueue(new RtmOptions { QueueAgeMax = TimeSpan.FromSeconds(10) }, clock);
        queue.TryAdd(Frame(1));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(queue.IsTooOld);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(queue.IsTooOld);
    }

    [Fact]
    public void What_waits_is_laid_into_one_write_as_frames()
    {
        var queue = new OutboundQueue(new RtmOptions(), clock);
        queue.TryAdd(Frame(125));
        queue.TryAdd(Frame(126));
        queue.TryAdd(Frame(500));
        var wire = new byte[127 + 130 + 503];

        Assert.Equal((2, 127 + 130), queue.Take(wire, out var alone));
        Assert.True(alone.IsEmpty);
        Assert.Equal([0x81, 125], wire[..2]);
        Assert.Equal([0x81, 126, 0, 126], wire[127..131]);
        queue.Sent(127 + 130);
        Assert.Equal((1, 504), queue.Take(new byte[504], out _));
        queue.Sent(127 + 130 + 504);
        Assert.Equal((0, 0), queue.Take(wire, out _));
    }

    [Fact]
    public void A_frame_too_long_for_the_write_goes_alone_and_in_its_turn()
    {
        var queue = new OutboundQueue(new RtmOptions(), clock);
        queue.TryAdd(Frame(10));
        queue.TryAdd(Frame(70_000));
        queue.TryAdd(Frame(20));
        var wire = new byte[100];

        Assert.Equal((1, 12), queue.Take(wire, out _));
        queue.Sent(12);
        Assert.Equal((1, 0), queue.Take(wire, out var alone));
        Assert.Equal(70_000, alone.Length);
        queue.Sent(70_022);
        Assert.Equal((1, 22), queue.Take(wire, out alone));
        Assert.True(alone.IsEmpty);
    }

    private static OutboundFrame Frame(int bytes) => new(new byte[bytes], null, 0);
}
