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
    public void Live_events_leave_half_of_the_room_and_a_backlog_more()
    {
        Assert.Equal(8, Added(q => q.HasRoom, 1));
        Assert.Equal(2, Added(q => q.HasBacklogRoom, 1));
        Assert.Equal(5, Added(q => q.HasRoom, 10_000));
        Assert.Equal(1, Added(q => q.HasBacklogRoom, 10_000));

        int Added(Func<OutboundQueue, bool> hasRoom, int bytes)
        {
            var queue = new OutboundQueue(new RtmOptions { QueueFramesMax = 16, QueueBytesMax = 100_000 }, clock);
            var added = 0;
            for (; hasRoom(queue); added++)
            {
                queue.TryAdd(Frame(bytes), clock.GetTimestamp());
            }

            return added;
        }
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

        Assert.Equal([100, 200], Sizes(queue, 1_000));
        Assert.Equal([70_000], Sizes(queue, 1_000));
        Assert.Equal([20, 30], Sizes(queue, 1_000));
        Assert.Empty(Sizes(queue, 1_000));
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
    public async Task Cursors_go_back_to_before_what_may_not_have_been_read()
    {
        await using var harness = new InterestsHarness();
        var queue = await FilledAsync(harness, 5);

        // Three are sent, two wait.
        queue.Take(300);
        var first = queue.TakePing();
        Assert.Equal(0, TakenBack(queue, 5));
        queue.Confirm(first!.Value);
        Assert.Equal(3, TakenBack(queue, 5));
        queue.Take(200);
        Assert.True(queue.IsPingDue);
        var second = queue.TakePing();
        Assert.Equal(3, TakenBack(queue, 5));
        queue.Confirm(second!.Value);
        Assert.Equal(5, TakenBack(queue, 5));
        Assert.False(queue.IsPingDue);
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(long.MinValue), InlineData(4), InlineData(long.MaxValue)]
    public async Task A_pong_confirms_no_more_than_was_asked(long number)
    {
        await using var harness = new InterestsHarness();
        var queue = await FilledAsync(harness, 5);
        queue.Take(300);
        queue.TakePing();
        queue.Take(200);
        queue.Confirm(number);
        Assert.Equal(number > 0 ? 3 : 0, TakenBack(queue, 5));
    }

    [Fact]
    public async Task Only_one_ping_is_out_at_a_time_unless_it_is_the_last()
    {
        await using var harness = new InterestsHarness();
        var queue = await FilledAsync(harness, 2);
        queue.Take(100);
        Assert.NotNull(queue.TakePing());
        queue.Take(100);
        Assert.Null(queue.TakePing());
        Assert.Equal(2, queue.TakePing(isLast: true));
    }

    [Fact]
    public async Task Pings_come_at_a_rate_after_a_burst()
    {
        await using var harness = new InterestsHarness();
        var feed = await FeedAsync(harness);
        var receipts = new Receipts(clock);
        Assert.Equal(Receipts.PingBurst, Pings(100));
        Assert.Equal(0, Pings(100));
        clock.Advance(Receipts.PingPeriod * 2);
        Assert.Equal(2, Pings(100));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Receipts.PingBurst, Pings(100));

        int Pings(int frames)
        {
            var pings = 0;
            for (var i = 0; i < frames; i++)
            {
                receipts.Add(feed, i);
                if (receipts.IsPingDue)
                {
                    receipts.Confirm(receipts.Ping());
                    pings++;
                }
            }

            return pings;
        }
    }

    [Fact]
    public async Task A_client_that_was_pinged_once_is_pinged_again()
    {
        await using var harness = new InterestsHarness();
        var queue = await FilledAsync(harness, 1);
        clock.Advance(Receipts.PingAgainAfter);
        Assert.False(queue.IsPingDue);
        queue.Take(100);
        queue.Confirm(queue.TakePing()!.Value);
        Assert.False(queue.IsPingDue);
        clock.Advance(Receipts.PingAgainAfter);
        Assert.Equal(1, queue.TakePing());
        Assert.False(queue.IsPingDue);
    }

    [Fact]
    public async Task What_a_client_does_not_confirm_is_remembered_in_bounds_and_not_lost()
    {
        await using var harness = new InterestsHarness();
        var feed = await FeedAsync(harness);
        var receipts = new Receipts(clock);
        for (var ts = 0; ts < (3 * Receipts.SentMax); ts++)
        {
            receipts.Add(feed, ts);
        }

        Assert.Equal(0, Oldest(receipts));
        receipts.Ping();
        receipts.Confirm(Receipts.SentMax);
        Assert.Equal(0, Oldest(receipts));
        receipts.Confirm(2 * Receipts.SentMax);
        Assert.Equal(2 * Receipts.SentMax, Oldest(receipts));
        receipts.Confirm(3 * Receipts.SentMax);
        Assert.Null(Oldest(receipts));
    }

    [Fact]
    public async Task A_frame_that_found_no_room_is_where_its_chain_goes_on()
    {
        await using var harness = new InterestsHarness();
        var feed = await FeedAsync(harness);
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

    private static long? Oldest(Receipts receipts)
    {
        long? oldest = null;
        receipts.ForEach((_, before) => oldest = Math.Min(oldest ?? long.MaxValue, before));
        return oldest;
    }

    private static Task<ChainFeed> FeedAsync(InterestsHarness harness) =>
        harness.Loop.CallAsync(() => new ChainFeed(null!, harness.Interests, Events.Channel, 0));

    /// <summary>A queue with frames of 100 bytes each; the cursor before the first is 0.</summary>
    private async Task<OutboundQueue> FilledAsync(InterestsHarness harness, int frames)
    {
        var feed = await FeedAsync(harness);
        var queue = new OutboundQueue(new RtmOptions(), clock);
        for (var ts = 1; ts <= frames; ts++)
        {
            Assert.True(queue.TryAdd(new OutboundFrame(new byte[100], feed, ts - 1), 0));
        }

        return queue;
    }

    private static List<int> Sizes(OutboundQueue queue, int bytesMax) => [.. queue.Take(bytesMax).Select(f => f.Bytes.Length)];

    private static OutboundFrame Frame(int bytes) => new(new byte[bytes], null, 0);
}
