using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Gateway.Slack.Rtm;

/// <summary>Posts that clients write on their sockets.</summary>
public sealed class RtmCommandsTests
{
    [Fact]
    public async Task Post_is_acknowledged_with_its_ts()
    {
        await using var api = await ApiHarness.StartAsync();
        var reply = await PostAsync(api, """{"id":7,"type":"message","channel":"C000000001","text":"hi","client_msg_id":"one"}""");
        var frame = Parse(reply);

        Assert.Null(await FrameCheck.FaultAsync(FrameDirection.RtmServer, frame));
        Assert.True(frame.GetProperty("ok").GetBoolean());
        Assert.Equal(7, frame.GetProperty("reply_to").GetInt32());
        Assert.Equal("1700000000.000200", frame.GetProperty("ts").GetString());
        Assert.Equal("hi", frame.GetProperty("text").GetString());
        Assert.Equal(("C000000001", ApiHarness.Ts), (reply.Channel, reply.Ts));
        Assert.Equal(DedupeKeys.Of(ApiHarness.Ann.User, "one"), api.LastKey);
    }

    [Theory]
    [InlineData("""{"id":7,"type":"message","channel":"C000000001"}""", 2, "message text is missing")]
    [InlineData("""{"id":7,"type":"message","channel":"C000000001","text":""}""", 2, "message text is missing")]
    [InlineData("""{"id":7,"type":"message","text":"x"}""", 1, "channel_not_found")]
    [InlineData("""{"id":7,"type":"message","channel":{"a":1},"text":"x"}""", 1, "channel_not_found")]
    [InlineData("""{"id":7,"type":"message","channel":"C000000001","text":"\ud800"}""", 1, "invalid_arguments")]
    [InlineData("""{"id":7,"type":"message","channel":"C000000001","text":"a\u0000"}""", 1, "invalid_arguments")]
    [InlineData("""{"id":7,"type":"message","channel":"C000000001","text":"x","thread_ts":"yesterday"}""", 1, "invalid_thread_ts")]
    public async Task Malformed_posts_are_refused(string frame, int code, string message)
    {
        await using var api = await ApiHarness.StartAsync();
        var reply = await PostAsync(api, frame);
        var error = Parse(reply).GetProperty("error");

        Assert.Null(await FrameCheck.FaultAsync(FrameDirection.RtmServer, Parse(reply)));
        Assert.Equal((code, message), (error.GetProperty("code").GetInt32(), error.GetProperty("msg").GetString()));
        Assert.Equal(7, Parse(reply).GetProperty("reply_to").GetInt32());
        Assert.Equal((null, 0), (reply.Channel, reply.Ts));
        Assert.DoesNotContain(api.Cluster.Calls, c => string.Equals(c.Method, "Post", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_long_a_text_is_refused()
    {
        await using var api = await ApiHarness.StartAsync();
        var frame = $$"""{"id":7,"channel":"C000000001","text":"{{new string('x', PostMessage.TextLengthMax + 1)}}"}""";

        Assert.Equal("msg_too_long", Parse(await PostAsync(api, frame)).GetProperty("error").GetProperty("msg").GetString());
    }

    [Fact]
    public async Task Full_queue_says_slow_down()
    {
        await using var api = await ApiHarness.StartAsync();
        api.Cluster.On<IChannelGrain>("Post", (_, _) => Task.FromResult(PostResult.Refused(PostError.Busy, TimeSpan.FromSeconds(2))));

        Assert.Equal(-1, Parse(await PostAsync(api, """{"id":7,"channel":"C000000001","text":"x"}""")).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Posts_over_a_limit_of_the_token_or_of_the_channel_are_told_to_slow_down()
    {
        const string Frame = """{"id":7,"channel":"C000000001","text":"x"}""";
        foreach (var limit in new[] { "Special", "ChannelPosts" })
        {
            await using var api = await ApiHarness.StartAsync(($"OrleansSocial:RateLimits:{limit}PerSecond", "0.01"), ($"OrleansSocial:RateLimits:{limit}Burst", "1"));
            Assert.True(Parse(await PostAsync(api, Frame)).GetProperty("ok").GetBoolean());

            Assert.Equal(-1, Parse(await PostAsync(api, Frame)).GetProperty("error").GetProperty("code").GetInt32());
        }
    }

    [Fact]
    public async Task Unknown_outcome_has_no_reply()
    {
        await using var api = await ApiHarness.StartAsync(("OrleansSocial:Gateway:RetryFor", "00:00:01"));
        api.Cluster.On<IChannelGrain>("Post", (_, _) => Task.FromResult(PostResult.Refused(PostError.Unavailable)));

        Assert.True((await PostAsync(api, """{"id":7,"channel":"C000000001","text":"x"}""")).Frame.IsEmpty);
    }

    [Fact]
    public async Task Post_reaches_the_channel_before_the_first_wait()
    {
        await using var api = await ApiHarness.StartAsync();
        api.Cluster.On<IChannelGrain>("Post", (_, _) => new TaskCompletionSource<PostResult>().Task);
        _ = PostAsync(api, """{"id":7,"channel":"C000000001","text":"x"}""");

        Assert.Contains(api.Cluster.Calls, c => string.Equals(c.Method, "Post", StringComparison.Ordinal));
    }

    private static Task<RtmReply> PostAsync(ApiHarness api, string frame)
    {
        var document = JsonDocument.Parse(frame);
        return api.Services.GetRequiredService<IRtmCommands>()
            .PostAsync(ApiHarness.Ann, TokenIds.Of(ApiHarness.Token), document.RootElement, CancellationToken.None);
    }

    private static JsonElement Parse(RtmReply reply)
    {
        using var document = JsonDocument.Parse(reply.Frame);
        return document.RootElement.Clone();
    }
}
