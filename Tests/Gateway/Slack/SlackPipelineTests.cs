using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Gateway.Tokens;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Operations;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack;

/// <summary>What the gateway makes of calls, over HTTP, with grains that answer what the test says.</summary>
public sealed class SlackPipelineTests
{
    private static readonly (string, string)[] Hello = [("channel", ApiHarness.Channel), ("text", "hello")];

    [Fact]
    public async Task Post_answers_channel_ts_and_message()
    {
        await using var api = await ApiHarness.StartAsync();
        using var response = await api.PostAsync("chat.postMessage", Hello);
        var answer = await ApiHarness.JsonAsync(response);

        Assert.True(answer.GetProperty("ok").GetBoolean());
        Assert.Equal(ApiHarness.Channel, answer.GetProperty("channel").GetString());
        Assert.Equal("1700000000.000200", answer.GetProperty("ts").GetString());
        Assert.Equal("hello", answer.GetProperty("message").GetProperty("text").GetString());
        Assert.Equal(7, Key(api).Version);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.NotEmpty(response.Headers.GetValues("X-OAuth-Scopes"));
        Assert.NotNull(response.Content.Headers.ContentLength);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Unknown_outcome_is_503_and_one_identical_request_carries_the_same_key()
    {
        await using var api = await ApiHarness.StartAsync(("OrleansSocial:Gateway:RetryFor", "00:00:01"));
        var keys = Keys(api, _ => PostResult.Refused(PostError.Unavailable));
        using var response = await api.PostAsync("chat.postMessage", Hello);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        Assert.Single(keys.Distinct());
        Assert.True(keys.Count > 1, "it was not tried again");

        var again = Keys(api, ApiHarness.StoredAs);
        using var second = await api.PostAsync("chat.postMessage", Hello);
        using var third = await api.PostAsync("chat.postMessage", Hello);
        Assert.Equal(keys[0], again[0]);
        Assert.NotEqual(keys[0], again[1]);
    }

    [Fact]
    public async Task Cut_connection_lends_its_key_to_the_retry()
    {
        await using var api = await ApiHarness.StartAsync();
        var arrived = new TaskCompletionSource<Guid>(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource<PostResult>();
        api.Cluster.On<IChannelGrain>("Post", (_, args) =>
        {
            arrived.TrySetResult(((PostMessage)args[0]!).DedupeKey);
            return release.Task;
        });
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", api.Http.BaseAddress!.Port);
            const string Body = "channel=C000000001&text=hello";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /api/chat.postMessage HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ApiHarness.Token}\r\n"
                + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));
            await arrived.Task.WaitAsync(TimeSpan.FromSeconds(5));
            client.Client.LingerState = new LingerOption(enable: true, 0);
        }

        var keys = Keys(api, ApiHarness.StoredAs);
        await Eventually.TrueAsync("the retry carries the first key", async () =>
        {
            using var retry = await api.PostAsync("chat.postMessage", Hello);
            return keys.Contains(arrived.Task.Result);
        });
        release.SetResult(PostResult.Refused(PostError.NotInChannel));
    }

    [Fact]
    public async Task Clients_own_keys_meet_on_header_and_argument()
    {
        await using var api = await ApiHarness.StartAsync();
        var keys = Keys(api, ApiHarness.StoredAs);
        using var first = await api.PostAsync("chat.postMessage", [.. Hello, ("client_msg_id", "one")]);
        using var second = await api.SendAsync("chat.postMessage", ApiHarness.Token, Hello, "one");
        using var third = await api.SendAsync("chat.postMessage", ApiHarness.Token, Hello, "two");

        Assert.Equal(DedupeKeys.Of(ApiHarness.Ann.User, "one"), keys[0]);
        Assert.Equal(keys[0], keys[1]);
        Assert.NotEqual(keys[0], keys[2]);
        Assert.Equal("invalid_arguments", await api.ErrorAsync("chat.postMessage", ApiHarness.Token, [.. Hello, ("client_msg_id", new string('x', 201))]));
    }

    [Fact]
    public async Task Full_queue_is_429_with_whole_seconds()
    {
        await using var api = await ApiHarness.StartAsync();
        Keys(api, _ => PostResult.Refused(PostError.Busy, TimeSpan.FromSeconds(2.5)));
        using var response = await api.PostAsync("chat.postMessage", Hello);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("3", response.Headers.GetValues("Retry-After").Single());
        Assert.Equal("ratelimited", (await ApiHarness.JsonAsync(response)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Calls_over_the_limit_are_429()
    {
        await using var api = await ApiHarness.StartAsync(("OrleansSocial:RateLimits:SpecialPerSecond", "0.1"), ("OrleansSocial:RateLimits:SpecialBurst", "2"));
        using var first = await api.PostAsync("chat.postMessage", Hello);
        using var second = await api.PostAsync("chat.postMessage", Hello);
        using var third = await api.PostAsync("chat.postMessage", Hello);
        using var other = await api.PostAsync("users.list");

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.InRange(third.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        Assert.NotEqual(HttpStatusCode.TooManyRequests, other.StatusCode);
    }

    [Theory]
    [InlineData("api.test", "Tier4")]
    [InlineData("social.logIn", "Tier2")]
    [InlineData("rtm.connect", "Tier1")]
    [InlineData("conversations.history", "Tier3")]
    [InlineData("auth.test", "Special")]
    public async Task Each_method_is_limited_by_its_tier_with_or_without_a_token(string method, string tier)
    {
        await using var api = await ApiHarness.StartAsync(($"OrleansSocial:RateLimits:{tier}PerSecond", "0.01"), ($"OrleansSocial:RateLimits:{tier}Burst", "1"));
        using var first = await api.PostAsync(method);
        using var second = await api.PostAsync(method);

        Assert.NotEqual(HttpStatusCode.TooManyRequests, first.StatusCode);
        Assert.Equal((HttpStatusCode.TooManyRequests, "100"), (second.StatusCode, second.Headers.GetValues("Retry-After").Single()));
        Assert.Equal("ratelimited", (await ApiHarness.JsonAsync(second)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Posts_into_one_channel_have_a_limit_of_their_own()
    {
        await using var api = await ApiHarness.StartAsync(("OrleansSocial:RateLimits:ChannelPostsPerSecond", "0.1"), ("OrleansSocial:RateLimits:ChannelPostsBurst", "1"));
        Assert.Null(await api.ErrorAsync("chat.postMessage", ApiHarness.Token, Hello));
        using var second = await api.PostAsync("chat.postMessage", Hello);

        Assert.Equal((HttpStatusCode.TooManyRequests, "10"), (second.StatusCode, second.Headers.GetValues("Retry-After").Single()));
        Assert.Null(await api.ErrorAsync("chat.postMessage", ApiHarness.Token, ("channel", "C000000002"), ("text", "hello")));
        Assert.Equal(2, api.Cluster.Calls.Count(c => c is { Grain: nameof(IChannelGrain), Method: "Post" }));
    }

    [Fact]
    public async Task Repeat_that_meets_a_limit_keeps_the_key_of_the_lost_answer()
    {
        await using var api = await ApiHarness.StartAsync(("OrleansSocial:Gateway:RetryFor", "00:00:01"));
        var lost = Keys(api, _ => PostResult.Refused(PostError.Unavailable));
        using var first = await api.PostAsync("chat.postMessage", Hello);
        Keys(api, _ => PostResult.Refused(PostError.Busy, TimeSpan.FromSeconds(1)));
        using var limited = await api.PostAsync("chat.postMessage", Hello);
        var again = Keys(api, ApiHarness.StoredAs);
        using var repeat = await api.PostAsync("chat.postMessage", Hello);
        using var next = await api.PostAsync("chat.postMessage", Hello);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.TooManyRequests), (first.StatusCode, limited.StatusCode));
        Assert.Equal(lost[0], again[0]);
        Assert.NotEqual(lost[0], again[1]);
    }

    [Fact]
    public async Task Random_channels_stop_at_twenty_and_known_ones_go_on()
    {
        await using var api = await ApiHarness.StartAsync();
        api.Cluster.On<IChannelGrain>("Info", (key, _) => Task.FromResult(new ChannelResult(PostError.ChannelNotFound, null, false, default)));
        using var known = await api.PostAsync("chat.postMessage", Hello);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("channel_not_found", await api.ErrorAsync("conversations.info", ApiHarness.Token, ("channel", $"C1000000{i:00}")));
        }

        Assert.Equal("ratelimited", await api.ErrorAsync("conversations.info", ApiHarness.Token, ("channel", "C200000000")));
        Assert.DoesNotContain(api.Cluster.Calls, c => c.Key.EndsWith("C200000000", StringComparison.Ordinal));
        Assert.Null(await api.ErrorAsync("chat.postMessage", ApiHarness.Token, Hello));
    }

    [Fact]
    public async Task Tokens_have_their_words()
    {
        await using var api = await ApiHarness.StartAsync();
        api.Cluster.On<IOperationsGrain>("Map", (_, _) => Task.FromResult(ImmutableArray<ShardMapEntry>.Empty));

        Assert.Equal("not_authed", await api.ErrorAsync("auth.test", null));
        Assert.Equal("not_authed", await api.ErrorAsync("auth.test", null, ("token", "")));
        Assert.Equal("invalid_auth", await api.ErrorAsync("auth.test", "nonsense"));
        Assert.Equal("invalid_auth", await api.ErrorAsync("auth.test", "xoxp-unknown"));
        Assert.Null(await api.ErrorAsync("auth.test", null, ("token", ApiHarness.Token)));
        Assert.Equal("not_authed", await api.ErrorAsync("ops.map", null));
        Assert.Equal("not_allowed_token_type", await api.ErrorAsync("ops.map", ApiHarness.Token));
        Assert.Equal("invalid_auth", await api.ErrorAsync("ops.map", "the-operators-own-toke"));
        Assert.Null(await api.ErrorAsync("ops.map", ApiHarness.OperatorToken));
        Assert.Contains(api.Cluster.Calls, c => c is { Grain: nameof(IOperationsGrain), Method: "Map" });
    }

    [Fact]
    public async Task Token_is_looked_up_once_and_refused_once_revoked()
    {
        await using var api = await ApiHarness.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(await api.ErrorAsync("auth.test", ApiHarness.Token));
        }

        Assert.Single(api.Cluster.Calls, c => c is { Grain: nameof(IAccountsGrain), Method: "Resolve" });
        var tokens = (TokenDirectory)api.Services.GetService(typeof(TokenDirectory))!;
        tokens.Revoke(TokenIds.Of(ApiHarness.Token));
        Assert.Equal("token_revoked", await api.ErrorAsync("auth.test", ApiHarness.Token));
    }

    [Fact]
    public async Task Unknown_methods_and_verbs_are_unknown()
    {
        await using var api = await ApiHarness.StartAsync();
        using var put = await api.Http.PutAsync(new Uri("api/auth.test", UriKind.Relative), new StringContent("x"));

        Assert.Equal("unknown_method", await api.ErrorAsync("admin.users.list", ApiHarness.Token));
        Assert.Equal("unknown_method", (await ApiHarness.JsonAsync(put)).GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
    }

    [Fact]
    public async Task Broken_grain_is_fatal_for_a_read_and_unknown_for_a_write()
    {
        await using var api = await ApiHarness.StartAsync(("OrleansSocial:Gateway:RetryFor", "00:00:01"));
        api.Cluster.On<ITeamGrain>("Profile", (_, _) => throw new FormatException("bug"));
        api.Cluster.On<IChannelGrain>("Post", (_, _) => throw new FormatException("bug"));
        using var write = await api.PostAsync("chat.postMessage", Hello);

        Assert.Equal("fatal_error", await api.ErrorAsync("auth.test", ApiHarness.Token));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, write.StatusCode);
    }

    [Fact]
    public async Task Large_answers_are_compressed_for_those_who_ask()
    {
        await using var api = await ApiHarness.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/api.test");
        request.Content = new FormUrlEncodedContent([new("text", new string('x', 100_000))]);
        request.Headers.AcceptEncoding.ParseAdd("gzip, deflate");
        using var response = await api.Http.SendAsync(request);

        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        Assert.InRange(response.Content.Headers.ContentLength!.Value, 1, 10_000);
    }

    private static Guid Key(ApiHarness api)
    {
        Assert.Contains(api.Cluster.Calls, c => c is { Grain: nameof(IChannelGrain), Method: "Post" });
        return api.LastKey;
    }

    private static List<Guid> Keys(ApiHarness api, Func<PostMessage, PostResult> answer)
    {
        List<Guid> keys = [];
        api.Cluster.On<IChannelGrain>("Post", (_, args) =>
        {
            keys.Add(((PostMessage)args[0]!).DedupeKey);
            return Task.FromResult(answer((PostMessage)args[0]!));
        });
        return keys;
    }
}
