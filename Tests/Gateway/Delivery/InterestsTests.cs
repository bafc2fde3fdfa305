using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Delivery;

public sealed class InterestsTests : IAsyncDisposable
{
    private readonly InterestsHarness harness = new();

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    [Fact]
    public async Task Events_that_follow_each_other_are_passed_on_and_repeats_are_dropped()
    {
        Store(1);
        var follower = await harness.FollowAsync();
        var (two, three) = (Store(2), Store(3));
        await harness.AcceptAsync(two, two, three, two);
        Assert.Equal([2, 3], follower.Got);
        Assert.Empty(harness.Chains.Reads);
    }

    [Fact]
    public async Task A_hole_is_read_from_the_chain_before_what_follows_it()
    {
        Store(1);
        var follower = await harness.FollowAsync();
        Store(2);
        Store(3);
        await harness.AcceptAsync(Store(4), Store(5));
        await harness.UntilAsync("all events", () => follower.Got.Count >= 4);
        Assert.Equal([2, 3, 4, 5], follower.Got);
        Assert.Equal((Events.Channel, 1), Assert.Single(harness.Chains.Reads));
    }

    [Fact]
    public async Task What_is_heard_of_while_a_page_is_under_way_is_looked_for_again()
    {
        Store(1);
        var follower = await harness.FollowAsync();
        Store(2);
        var reading = harness.Chains.Reading = new TaskCompletionSource();
        await harness.AcceptAsync(Store(3));

        // A renewal hears of the newest event while a page without it is on its way; the event's own batch is lost.
        Store(4);
        var renewals = harness.Chains.Renewals.Count;
        await harness.Loop.CallAsync(() =>
        {
            harness.Interests.RenewAll();
            return true;
        });
        await harness.UntilAsync("it has heard of it", () => harness.Chains.Renewals.Count > renewals);
        await harness.Loop.CallAsync(static () => true);
        reading.SetResult();

        // Not by the next renewal: no time passes.
        await Eventually.TrueAsync("all events", () => harness.Loop.CallAsync(() => follower.Got.Count >= 3));
        Assert.Equal([2, 3, 4], follower.Got);
    }

    [Fact]
    public async Task A_chain_that_is_followed_again_while_it_is_being_forgotten_is_renewed()
    {
        Store(1);
        var forgetting = harness.Chains.Forgetting = new TaskCompletionSource();
        await harness.Loop.CallAsync(() =>
        {
            var follower = new InterestsHarness.RecordingFollower();
            harness.Interests.Unfollow(harness.Interests.Follow(Events.Channel, follower), follower);
            return true;
        });
        harness.Clock.Advance(Interests.LingerTime);
        await harness.UntilAsync("the chain is forgotten", () => harness.Interests.Count == 0);
        await harness.FollowAsync();
        var renewals = harness.Chains.Renewals.Count;

        forgetting.SetResult();

        await Eventually.TrueAsync("it is renewed", () => Task.FromResult(harness.Chains.Renewals.Count > renewals));
    }

    [Fact]
    public async Task A_long_hole_is_read_in_pages()
    {
        Store(1);
        harness.Chains.PageMax = 3;
        var follower = await harness.FollowAsync();
        for (var ts = 2; ts <= 11; ts++)
        {
            Store(ts);
        }

        await harness.AcceptAsync(Store(12));
        await harness.UntilAsync("all events", () => follower.Got.Count >= 11);
        Assert.Equal(Enumerable.Range(2, 11).Select(i => (long)i), follower.Got);
    }

    [Fact]
    public async Task The_last_event_of_a_chain_is_found_by_the_next_hole_of_its_outbox()
    {
        Store(1);
        var follower = await harness.FollowAsync();
        Store(2);
        await harness.Loop.CallAsync(() =>
        {
            harness.Interests.OnOutboxLost("another");
            harness.Interests.OnOutboxLost("o");
            return true;
        });
        await harness.UntilAsync("the event", () => follower.Got.Count > 0);
        Assert.Equal([2], follower.Got);
    }

    [Fact]
    public async Task A_release_renews_the_chain()
    {
        Store(1);
        var follower = await harness.FollowAsync();
        Store(2);
        await harness.Loop.CallAsync(() =>
        {
            harness.Interests.Accept(new EventBatch("o", 0, [], [Events.Channel], false, []));
            return true;
        });
        await harness.UntilAsync("the event", () => follower.Got.Count > 0);
        Assert.Equal(2, harness.Chains.Renewals.Count);
    }

    [Fact]
    public async Task Interest_is_renewed_about_once_a_minute()
    {
        await harness.FollowAsync();
        harness.Clock.Advance(Interests.RenewPeriod - Interests.RenewJitter - TimeSpan.FromSeconds(2));
        await harness.AcceptAsync();
        Assert.Single(harness.Chains.Renewals);
        harness.Clock.Advance((Interests.RenewJitter * 2) + TimeSpan.FromSeconds(3));
        await harness.UntilAsync("the renewal", () => harness.Chains.Renewals.Count == 2);
    }

    [Fact]
    public async Task A_chain_that_does_not_answer_is_asked_again_until_it_does()
    {
        Store(1);
        var follower = await harness.FollowAsync();
        harness.Chains.Fails = true;
        Store(2);
        await harness.AcceptAsync(Store(3));
        await harness.UntilAsync("three tries", () => harness.Chains.Reads.Count >= 3);
        Assert.Empty(follower.Got);
        harness.Chains.Fails = false;
        await harness.UntilAsync("all events", () => follower.Got.Count >= 2);
        Assert.Equal([2, 3], follower.Got);
    }

    [Fact]
    public async Task A_gap_that_is_too_old_goes_on_after_the_head()
    {
        Store(1);
        var follower = await harness.FollowAsync();
        harness.Chains.IsTooFar = true;
        Store(2);
        await harness.AcceptAsync(Store(3));
        await harness.UntilAsync("the resync", () => follower.TooFar.Count > 0);
        harness.Chains.IsTooFar = false;
        Assert.Equal([3], follower.TooFar);
        await harness.AcceptAsync(Store(4));
        Assert.Equal([4], follower.Got);
    }

    [Fact]
    public async Task A_hole_that_no_row_will_ever_fill_does_not_stop_the_chain()
    {
        Store(1);
        var follower = await harness.FollowAsync();
        await harness.AcceptAsync(Events.Message(5, prev: 3));
        await harness.UntilAsync("the event", () => follower.Got.Count > 0);
        Assert.Equal([5], follower.Got);
    }

    [Fact]
    public async Task What_waits_for_a_repair_is_bounded_and_still_arrives()
    {
        Store(1);
        var follower = await harness.FollowAsync();
        harness.Chains.Fails = true;
        Store(2);
        var count = ChannelInterest.WaitingMax + 10;
        var events = Enumerable.Range(3, count).Select(i => Store(i)).ToArray();
        await harness.AcceptAsync(events);
        harness.Chains.Fails = false;
        await harness.UntilAsync("all events", () => follower.Got.Count >= count + 1);
        Assert.Equal(Enumerable.Range(2, count + 1).Select(i => (long)i), follower.Got);
    }

    private ChannelEvent Store(long ts) => harness.Chains.Add(Events.Message(ts));
}
