using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Webhooks;

/// <summary>Webhooks and response URLs bring no key: the same request again, after one whose end nobody knows, is stored once.</summary>
public sealed class KeylessRequestTests : IAsyncLifetime
{
    private const string Secret = "s3cret";
    private static readonly string Webhook = $"services/{ApiHarness.Ann.Team.Value}/B000000001/{Secret}";
    private static readonly string Response = $"response/{ApiHarness.Ann.Team.Value}/A000000001/{Secret}";
    private static readonly Caller Bot = ApiHarness.Ann with { BotId = "B000000001" };
    private readonly ConcurrentQueue<Guid> posts = new();
    private ApiHarness api = null!;

    public async ValueTask InitializeAsync()
    {
        api = await ApiHarness.StartAsync(("OrleansSocial:Gateway:RetryFor", "00:00:01"));
        api.Cluster.On<IAppsGrain>("Webhook", (_, _) => Task.FromResult<WebhookInfo?>(new WebhookInfo(Bot, new ChannelId(ApiHarness.Channel), TokenIds.Of(Secret))));
        api.Cluster.On<IAppsGrain>("UseResponse", (_, _) => Task.FromResult<ResponseTarget?>(
            new ResponseTarget(Bot, new ChannelId(ApiHarness.Channel), ApiHarness.Ann.User, null)));
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_caller_that_hung_up_and_sends_the_same_again_is_known_once(bool isWebhook)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stored = new TaskCompletionSource<PostResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        api.Cluster.On<IChannelGrain>("Post", (_, args) =>
        {
            posts.Enqueue(((PostMessage)args[0]!).DedupeKey);
            arrived.TrySetResult();
            return stored.Task;
        });
        using var hangUp = new CancellationTokenSource();
        var first = PostAsync(isWebhook, "hello", hangUp.Token);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Eventually.TrueAsync("the gateway sees the hang-up", () => Task.FromResult(!api.Services.GetRequiredService<LostReplies>().IsEmpty));

        Answer(ApiHarness.StoredAs);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(isWebhook, "hello"));
        Assert.Equal(Keys[0], Keys[1]);

        // The first one's end, however late, makes nobody's next message a repeat.
        stored.SetResult(PostResult.Refused(PostError.Unavailable));
        await Eventually.TrueAsync("the first request's own retry", () => Task.FromResult(Keys.Length > 2));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(isWebhook, "hello"));
        Assert.NotEqual(Keys[0], Keys[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_repeat_that_meets_a_limit_is_known_still(bool isWebhook)
    {
        Answer(_ => PostResult.Refused(PostError.Unavailable));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(isWebhook, "hello"));
        var lost = Keys[0];
        Answer(_ => PostResult.Refused(PostError.Busy, TimeSpan.FromSeconds(1)));
        Assert.Equal(HttpStatusCode.TooManyRequests, await PostAsync(isWebhook, "hello"));
        Answer(ApiHarness.StoredAs);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(isWebhook, "other"));
        Assert.NotEqual(lost, Keys[^1]);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(isWebhook, "hello"));
        Assert.Equal(lost, Keys[^1]);
    }

    [Fact]
    public void A_hang_up_that_has_not_called_yet_is_seen_at_the_end()
    {
        var lost = new LostReplies(TimeProvider.System);
        var arguments = new SlackArguments();
        using var hangUp = new CancellationTokenSource();
        var request = new KeylessRequest(lost, TimeProvider.System, "B1", "services", arguments, KeylessRequest.KeptForUrls, hangUp.Token);
        request.End((int)HttpStatusCode.OK);

        // The newest is called first: the answer's end comes before the request has heard of the hang-up.
        using var first = hangUp.Token.Register(request.Dispose);
        hangUp.Cancel();

        Assert.True(lost.TryTake("B1", "services", arguments, out var key));
        Assert.Equal(request.Key, key);
    }

    [Fact]
    public void What_a_repeat_has_taken_is_not_kept_again()
    {
        var lost = new LostReplies(TimeProvider.System);
        var arguments = new SlackArguments();
        using var hangUp = new CancellationTokenSource();
        using (var request = new KeylessRequest(lost, TimeProvider.System, "B1", "services", arguments, KeylessRequest.KeptForUrls, hangUp.Token))
        {
            hangUp.Cancel();
            Assert.True(lost.TryTake("B1", "services", arguments, out _));
            request.End((int)HttpStatusCode.ServiceUnavailable);
        }

        Assert.True(lost.IsEmpty);
    }

    private Guid[] Keys => [.. posts];

    private void Answer(Func<PostMessage, PostResult> answer) => api.Cluster.On<IChannelGrain>("Post", (_, args) =>
    {
        posts.Enqueue(((PostMessage)args[0]!).DedupeKey);
        return Task.FromResult(answer((PostMessage)args[0]!));
    });

    private async Task<HttpStatusCode> PostAsync(bool isWebhook, string text, CancellationToken cancellationToken = default)
    {
        using var content = new StringContent($$"""{"text":"{{text}}","response_type":"in_channel"}""", Encoding.UTF8, "application/json");
        using var response = await api.Http.PostAsync(new Uri(isWebhook ? Webhook : Response, UriKind.Relative), content, cancellationToken);
        return response.StatusCode;
    }
}
