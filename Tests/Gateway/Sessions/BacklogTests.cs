using System.Collections.Immutable;
using System.Globalization;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Sessions;

/// <summary>What is due at once may be more than a socket's queue has room for, however fast its client reads: it comes as the queue drains.</summary>
public sealed class BacklogTests : IAsyncDisposable
{
    private const int Before = 1;

    private readonly SessionHarness _session = new(ImmutableDictionary<string, long>.Empty.Add(Events.Channel.Id, Before));

    public BacklogTests() => _session.Delivery.Chains.Add(Events.Message(Before));

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    [Fact]
    public async Task A_batch_that_is_longer_than_a_sockets_queue_reaches_a_socket_that_reads()
    {
        Assert.True(EventBatch.EventsMax > _session.Options.QueueFramesMax, "the batch is to be longer than the queue");
        await StartAsync();
        await _session.Delivery.UntilAsync("the socket is live in its chains", () => !_session.Session.IsBehind);
        _session.Write();

        var batch = Add(EventBatch.EventsMax, "m\n");
        await _session.Delivery.AcceptAsync(batch);

        await ArrivesAsync(batch);
        Assert.Empty(_session.Delivery.Chains.Reads);
    }

    [Fact]
    public async Task A_socket_that_is_behind_by_more_than_is_kept_goes_on_from_pages()
    {
        await StartAsync();
        await _session.Delivery.UntilAsync("the socket is live in its chains", () => !_session.Session.IsBehind);
        var events = Add(RecentEvents.CountMax + _session.Options.QueueFramesMax + 100, "m\n");
        await _session.Delivery.AcceptAsync(events);
        _session.Write();

        await ArrivesAsync(events);
        Assert.NotEmpty(_session.Delivery.Chains.Reads);
    }

    [Fact]
    public async Task Recent_events_that_are_larger_than_a_sockets_queue_reach_a_socket_that_resumes()
    {
        // Somebody else follows, so the interest keeps them.
        await _session.Delivery.FollowAsync();
        var recent = Add(RecentEvents.CountOverBudgetMax, new string('x', 40_000));
        Assert.True(recent.Sum(e => e.Text.Length) > _session.Options.QueueBytesMax, "the recent events are to be larger than the queue");
        await _session.Delivery.AcceptAsync(recent);

        await StartAsync();
        _session.Write();

        await ArrivesAsync(recent);
    }

    [Fact]
    public async Task Events_that_waited_for_a_post_and_are_larger_than_a_sockets_queue_arrive_after_its_outcome()
    {
        var (post, batch) = await HoldAsync();
        _session.Write();

        await _session.OnLoopAsync(() => _session.Session.OnPosted(post, default));

        await ArrivesAsync(batch);
    }

    [Fact]
    public async Task Events_that_waited_for_a_post_arrive_when_the_queue_drains_just_after_it_had_no_room()
    {
        var (post, batch) = await HoldAsync();

        // The writer is another thread: between two looks at its queue it may have sent all of it.
        _session.Room.HasDrainedAfterALook = true;
        _session.Write();
        await _session.OnLoopAsync(() => _session.Session.OnPosted(post, default));
        var next = _session.Delivery.Chains.Add(Events.Message(batch[^1].EventTs + 1, batch[0].Text));
        await _session.Delivery.AcceptAsync([next]);

        Assert.False(_session.Room.HasDrainedAfterALook, "the queue never was without room");
        await ArrivesAsync([.. batch, next]);
    }

    /// <summary>Has events wait for the outcome of a post of the socket's own: they are larger than its queue.</summary>
    private async Task<(OwnPost Post, ChannelEvent[] Held)> HoldAsync()
    {
        await StartAsync();
        await _session.Delivery.UntilAsync("the socket is live in its chains", () => !_session.Session.IsBehind);
        var text = new string('x', 40_000);
        var post = new OwnPost(Events.Channel.Id, text);
        await _session.OnLoopAsync(() => _session.Session.Posts.Add(post));
        var held = Add(ChainFeed.HeldMax / 2, text, Events.Bob);
        await _session.Delivery.AcceptAsync(held);
        return (post, held);
    }

    private static string Frame(ChannelEvent e) => string.Create(CultureInfo.InvariantCulture, $"{e.EventTs}:{e.Text}");

    private Task StartAsync() => _session.StartAsync((Events.Channel, 0));

    private ChannelEvent[] Add(int count, string text, UserId? author = null) =>
        [.. Enumerable.Range(Before + 1, count).Select(ts => _session.Delivery.Chains.Add(Events.Message(ts, text, author: author)))];

    private async Task ArrivesAsync(ChannelEvent[] events)
    {
        var expected = string.Concat(events.Select(Frame));
        await _session.Delivery.UntilAsync("all of it arrives", () => _session.Arrived.Length >= expected.Length || _session.Writer.End != SocketEnd.None);
        Assert.Equal(SocketEnd.None, _session.Writer.End);
        Assert.Equal(expected, _session.Arrived);
    }
}
