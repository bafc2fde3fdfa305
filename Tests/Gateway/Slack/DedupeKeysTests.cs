using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Gateway.Slack;

public sealed class DedupeKeysTests
{
    private static readonly UserId Ann = new("U000000001");
    private static readonly UserId Bob = new("U000000002");

    [Fact]
    public void The_same_author_and_key_meet_and_others_do_not()
    {
        var key = DedupeKeys.Of(Ann, "abc");

        Assert.Equal(key, DedupeKeys.Of(Ann, "abc"));
        Assert.NotEqual(key, DedupeKeys.Of(Bob, "abc"));
        Assert.NotEqual(key, DedupeKeys.Of(Ann, "abd"));
        Assert.NotEqual(key, DedupeKeys.Of(Ann, "abc", "chat.update"));
    }

    [Fact]
    public void Keys_without_a_client_are_ordered_by_time()
    {
        var time = new FakeTimeProvider();
        var first = DedupeKeys.New(time);
        time.Advance(TimeSpan.FromMilliseconds(5));

        Assert.True(string.CompareOrdinal(first.ToString(), DedupeKeys.New(time).ToString()) < 0);
    }

    [Fact]
    public void Parts_differ_and_repeat()
    {
        var key = DedupeKeys.Of(Ann, "abc");
        var parts = Enumerable.Range(0, 100).Select(i => DedupeKeys.Part(key, i)).ToList();

        Assert.Equal(100, parts.Distinct().Count());
        Assert.Equal(parts, Enumerable.Range(0, 100).Select(i => DedupeKeys.Part(key, i)));
    }

    [Fact]
    public void A_lost_reply_lends_its_key_to_one_identical_request_within_half_an_hour()
    {
        var time = new FakeTimeProvider();
        var lost = new LostReplies(time);
        var key = DedupeKeys.New(time);
        Assert.False(lost.TryTake("t", "chat.postMessage", Request("hi"), out _));

        lost.Keep("t", "chat.postMessage", Request("hi"), key, LostReplies.KeptFor);
        Assert.False(lost.TryTake("t", "chat.postMessage", Request("ho"), out _));
        Assert.False(lost.TryTake("u", "chat.postMessage", Request("hi"), out _));
        Assert.False(lost.TryTake("t", "chat.update", Request("hi"), out _));
        Assert.True(lost.TryTake("t", "chat.postMessage", Request("hi"), out var found));
        Assert.Equal(key, found);
        Assert.False(lost.TryTake("t", "chat.postMessage", Request("hi"), out _));

        lost.Keep("t", "chat.postMessage", Request("hi"), key, LostReplies.KeptFor);
        time.Advance(LostReplies.KeptFor + TimeSpan.FromSeconds(1));
        Assert.False(lost.TryTake("t", "chat.postMessage", Request("hi"), out _));
    }

    private static SlackArguments Request(string text)
    {
        var arguments = new SlackArguments();
        arguments.Add("channel", "C000000001");
        arguments.Add("text", text);
        return arguments;
    }
}
