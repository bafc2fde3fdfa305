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

    private static OutboundFrame Frame(int bytes) => new(new byte[bytes], null, 0);
}
