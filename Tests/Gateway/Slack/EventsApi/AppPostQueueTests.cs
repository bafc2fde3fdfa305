using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Outbound;
using OrleansSocial.Gateway.Slack.EventsApi;
using OrleansSocial.Gateway.Slack.SocketMode;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.EventsApi;

/// <summary>When an event is posted again, how many are on their way, and when a URL is given up.</summary>
public sealed class AppPostQueueTests : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider clock = new();
    private readonly AppEndpoint endpoint = new();
    private readonly EventsApiOptions options = new() { InFlightMax = 4, FailuresMax = 12, FailingTimeMax = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentQueue<(RequestUrlState State, string? Fault)> states = new();
    private readonly DeliveryLoop loop;
    private readonly OutboundClient http;
    private readonly AppPostQueue queue;

    public AppPostQueueTests()
    {
        loop = new DeliveryLoop(NullLogger<DeliveryLoop>.Instance, clock);
        var outbound = new OutboundOptions { InternalHosts = ["http://127.0.0.1:*"] };
        http = new OutboundClient(Options.Create(outbound), new SystemHostResolver(), clock);
        var instruments = new EventsApiInstruments(services.GetRequiredService<IMeterFactory>());
        var app = new AppInfo(
            "A000000001", TeamId.FromNumber(2), "app", "B000000001", new UserId("U000000001"), [], [], new UserId("U000000002"), 0, endpoint.Url, RequestUrlState.Active);
        var poster = new AppPoster(http, Options.Create(options), instruments, clock);
        queue = new AppPostQueue(new AppRequestUrl(app, "secret"), options, poster, instruments, loop, NullLogger.Instance, clock)
        {
            OnState = (state, fault) => states.Enqueue((state, fault)),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await loop.DisposeAsync();
        await endpoint.DisposeAsync();
        http.Dispose();
        await services.DisposeAsync();
    }

    [Fact]
    public async Task An_event_is_posted_again_at_once_after_a_minute_and_after_five_and_then_given_up()
    {
        endpoint.Answer = static _ => Task.FromResult((500, "text/plain", string.Empty));
        await AddAsync(1);
        await PostsAsync(2);
        await AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Equal(2, endpoint.All.Count);
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await PostsAsync(3);
        await AdvanceAsync(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Equal((3, 1), (endpoint.All.Count, await DepthAsync()));
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await PostsAsync(4);
        await DepthAsync(0);
        Assert.Equal([null, "1", "2", "3"], endpoint.All.Select(p => p.RetryNum));
        Assert.Equal([null, "http_error", "http_error", "http_error"], endpoint.All.Select(p => p.RetryReason));
        Assert.Single(endpoint.All.Select(p => p.Body).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_more_are_on_their_way_than_the_bound_and_the_rest_waits()
    {
        var answers = new TaskCompletionSource<(int, string, string)>();
        endpoint.Answer = _ => answers.Task;
        await AddAsync(AppPostQueue.WaitingMax / 2);
        Assert.True(await loop.CallAsync(() => queue.HasRoom));
        await AddAsync(options.InFlightMax);
        Assert.False(await loop.CallAsync(() => queue.HasRoom));
        await PostsAsync(options.InFlightMax);
        answers.SetResult((200, "text/plain", string.Empty));
        await DepthAsync(0);
        Assert.All(endpoint.All, p => Assert.Null(p.RetryReason));
        Assert.Equal((AppPostQueue.WaitingMax / 2) + options.InFlightMax, endpoint.All.Count);
        Assert.Empty(states);
    }

    [Fact]
    public async Task A_failing_URL_gets_one_event_at_a_time_and_the_retries_are_bounded()
    {
        options.FailuresMax = 1_000_000;
        endpoint.Answer = static _ => Task.FromResult((500, "text/plain", string.Empty));
        await AddAsync(AppPostQueue.OpenMax + 50);
        await PostsAsync(2 * AppPostQueue.OpenMax);
        Assert.Equal(AppPostQueue.OpenMax + 50, await DepthAsync());
        Assert.Equal([(RequestUrlState.Failing, "http_error 500")], states);

        // It works again: first what is due, with no more than the bound at once.
        endpoint.Answer = static _ => Task.FromResult((200, "text/plain", string.Empty));
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await DepthAsync(0);
        Assert.Equal((RequestUrlState.Active, null), states.Last());
    }

    [Fact]
    public async Task A_URL_that_fails_often_and_long_enough_is_disabled()
    {
        endpoint.Answer = static _ => Task.FromResult((404, "text/plain", string.Empty));
        await AddAsync(20);
        await PostsAsync(40);
        Assert.DoesNotContain(states, s => s.State == RequestUrlState.Disabled);
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync("the end", () => Task.FromResult(states.Any(s => s.State == RequestUrlState.Disabled)));
        Assert.Equal((RequestUrlState.Disabled, "http_error 404"), states.Last());
        var posted = endpoint.All.Count;
        await AddAsync(1);
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(posted, endpoint.All.Count);
    }

    private Task<bool> AddAsync(int count) => loop.CallAsync(() =>
    {
        for (var i = 0; i < count; i++)
        {
            queue.Add(new AppEnvelope("events_api", "{}"u8.ToArray(), "lane"));
        }

        return true;
    });

    private async Task AdvanceAsync(TimeSpan time)
    {
        // What is answered later would be put off from the new time on.
        await Eventually.TrueAsync("every answer", async () => await loop.CallAsync(() => queue.InFlight) == 0);
        clock.Advance(time);
        await loop.CallAsync(() =>
        {
            queue.OnTick();
            return true;
        });
    }

    private Task<int> DepthAsync() => loop.CallAsync(() => queue.Depth);

    private Task DepthAsync(int depth) => Eventually.TrueAsync($"a depth of {depth}", async () => await DepthAsync() == depth);

    private Task PostsAsync(int count) => Eventually.TrueAsync(() => $"{count} posts; there are {endpoint.All.Count}", () => Task.FromResult(endpoint.All.Count >= count));
}
