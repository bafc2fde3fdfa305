using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Delivery;

namespace OrleansSocial.Tests.Gateway.Sessions;

public sealed class OutboundQueueTests
{
    private readonly FakeTimeProvider clock = new();

    [Theory, InlineData(16, true), InlineData(17, false)]
    public void It_takes_no_more_frames_than_its_bound(int frames, bool taken)
    {
        var queue = new OutboundQueue(new RtmOptions { QueueFramesMax = 16 }, clock);
        var last = Enumerable.Range(0, frames).Select(_ => queue.TryAdd(Frame(10), clock.GetTimestamp())).ToList()[^1];
        Assert.Equal(taken, last);
    }

    [Theory, InlineData(50_000, true), InlineData(50_001, false)]
    public void It_takes_no_more_bytes_than_its_bound(int bytes, bool taken)
    {
        var queue = new OutboundQueue(new RtmOptions { QueueBytesMax = 100_000 }, clock);
        Assert.True(queue.TryAdd(Frame(50_000), clock.GetTimestamp()));
        Assert.Equal(taken, queue.TryAdd(Frame(bytes), clock.GetTimestamp()));
    }

    [Fact]
    public void A_backlog_leaves_half_of_the_room()
    {
        var queue = new OutboundQueue(new RtmOptions { QueueFramesMax = 16 }, clock);
        var added = 0;
        for (; queue.HasRoom; added++)
        {
            queue.TryAdd(Frame(1), clock.GetTimestamp());
        }

        Assert.Equal(8, added);
    }

    [Fact]
    public void A_frame_that_waits_too_long_shows()
    {
        var queue = new OutboundQueue(new RtmOptions { QueueAgeMax = TimeSpan.FromSeconds(10) }, clock);
        queue.TryAdd(Frame(1), clock.GetTimestamp());
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(queue.IsTooOld);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(queue.IsTooOld);
    }

    [Fact]
    public void What_waits_goes_out_together_as_far_as_it_fits_and_in_its_turn()
    {
        var queue = new OutboundQueue(new RtmOptions(), clock);
        foreach (var bytes in new[] { 100, 200, 70_000, 20, 30 })
        {
            Assert.True(queue.TryAdd(Frame(bytes), 0));
        }

        Assert.Equal([100, 200], TakeAndSend(queue, 1_000));
        Assert.Equal([70_000], TakeAndSend(queue, 1_000));
        Assert.Equal([20, 30], TakeAndSend(queue, 1_000));
        Assert.Empty(TakeAndSend(queue, 1_000));
    }

    [Theory, InlineData(0, 2), InlineData(125, 2), InlineData(126, 4), InlineData(65_535, 4), InlineData(65_536, 10)]
    public void A_frame_has_the_header_of_its_length(int length, int header)
    {
        var frame = WebSocketFrame.OfText(new byte[length]);
        Assert.Equal(header + length, frame.Length);
        Assert.Equal(0x81, frame[0]);
        Assert.Equal(header switch { 2 => length, 4 => 126, _ => 127 }, frame[1]);
    }

    [Fact]
    public async Task Cursors_go_back_to_before_what_has_not_arrived()
    {
        await using var harness = new InterestsHarness();
        var feed = await harness.Loop.CallAsync(() => new ChainFeed(null!, harness.Interests, Events.Channel, 0));
        var queue = new OutboundQueue(new RtmOptions(), clock);
        for (var ts = 1; ts <= 5; ts++)
        {
            Assert.True(queue.TryAdd(new OutboundFrame(new byte[100], feed, ts - 1), 0));
        }

        // Two are sent, of which one has arrived; two are being sent, one waits.
        queue.Take(200);
        queue.Sent(1_000);
        queue.Take(200);
        Assert.Equal(0, TakenBack(queue, 5));
        queue.Confirm(1_100, TimeSpan.Zero);
        Assert.Equal(1, TakenBack(queue, 5));
        queue.Confirm(1_200, TimeSpan.Zero);
        Assert.Equal(2, TakenBack(queue, 5));
        queue.Sent(1_200);
        queue.Confirm(1_400, TimeSpan.Zero);
        Assert.Equal(4, TakenBack(queue, 5));

        // Where acknowledgements are not known, what was sent long enough ago counts.
        queue.Take(200);
        queue.Sent(1_400);
        clock.Advance(PeerProgress.UnknownFor);
        queue.Confirm(null, PeerProgress.UnknownFor);
        Assert.Equal(4, TakenBack(queue, 5));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        queue.Confirm(null, PeerProgress.UnknownFor);
        Assert.Equal(5, TakenBack(queue, 5));
    }

    [Fact]
    public async Task A_frame_that_found_no_room_is_where_its_chain_goes_on()
    {
        await using var harness = new InterestsHarness();
        var feed = await harness.Loop.CallAsync(() => new ChainFeed(null!, harness.Interests, Events.Channel, 0));
        var queue = new OutboundQueue(new RtmOptions(), clock);
        queue.Close();
        queue.TryAdd(new OutboundFrame(new byte[10], feed, 7), 0);
        queue.TryAdd(new OutboundFrame(new byte[10], feed, 8), 0);
        Assert.Equal(7, TakenBack(queue, 9));
    }

    private static long TakenBack(OutboundQueue queue, long cursor)
    {
        var cursors = new Dictionary<string, long>(StringComparer.Ordinal) { [Events.Channel.Id] = cursor };
        queue.TakeBack(cursors);
        return cursors[Events.Channel.Id];
    }

    private static List<int> TakeAndSend(OutboundQueue queue, int bytesMax)
    {
        List<int> taken = [.. queue.Take(bytesMax).Select(f => f.Bytes.Length)];
        queue.Sent(0);
        return taken;
    }

    private static OutboundFrame Frame(int bytes) => new(new byte[bytes], null, 0);
}
