using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansSocial.Gateway;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Gateway.Slack;

/// <summary>The HTTP side of a gateway over a fake cluster: one member with one token. Every answer is checked against the OpenAPI document.</summary>
internal sealed class ApiHarness : IAsyncDisposable
{
    public const string Token = "xoxp-0123456789abcdef";
    public const string OperatorToken = "the-operators-own-token";
    public const long Ts = 1_700_000_000_000_200;
    public const string Channel = "C000000001";
    public static readonly Caller Ann = new(TeamId.FromNumber(2), new UserId("U000000001"), null);

    private readonly WebApplication app;

    private ApiHarness(WebApplication app, FakeCluster cluster)
    {
        (this.app, Cluster) = (app, cluster);
        Http = new HttpClient(new CheckedAnswers()) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public FakeCluster Cluster { get; }

    public HttpClient Http { get; }

    /// <summary>Gets the dedupe key of the last post.</summary>
    public Guid LastKey { get; private set; }

    public IServiceProvider Services => app.Services;

    public static async Task<ApiHarness> StartAsync(params (string Key, string Value)[] settings)
    {
        var cluster = new FakeCluster();
        var tokenId = TokenIds.Of(Token);
        cluster.On<IAccountsGrain>("Resolve", (_, args) => Task.FromResult(string.Equals((string)args[0]!, tokenId, StringComparison.Ordinal)
            ? new TokenIdentity(TokenState.Good, Ann, tokenId)
            : new TokenIdentity(TokenState.Unknown, null, (string)args[0]!)));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.Append(("OrleansSocial:Operator:Token", OperatorToken))
            .Select(s => new KeyValuePair<string, string?>(s.Item1, s.Item2)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(cluster.Client);
        builder.Services.AddApi(builder.Configuration.GetSection("OrleansSocial"));
        var host = builder.Build();
        host.MapSlackApi();
        await host.StartAsync();
        var harness = new ApiHarness(host, cluster);
        cluster.On<IChannelGrain>("Post", (_, args) =>
        {
            harness.LastKey = ((PostMessage)args[0]!).DedupeKey;
            return Task.FromResult(StoredAs((PostMessage)args[0]!));
        });
        return harness;
    }

    /// <summary>What a channel answers to a post that was stored.</summary>
    public static PostResult StoredAs(PostMessage post) => new(
        PostError.None,
        Ts,
        new Message(Ts, OrleansSocial.Grains.Interfaces.Delivery.EventKind.Message, post.Caller.User.Value, post.Text, post.Extras, post.ThreadTs, null, false, 1, [], null),
        default);

    public Task<HttpResponseMessage> PostAsync(string method, params (string Name, string Value)[] arguments) => SendAsync(method, Token, arguments);

    public async Task<HttpResponseMessage> SendAsync(string method, string? token, (string Name, string Value)[] arguments, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/{method}");
        request.Content = new FormUrlEncodedContent(arguments.Select(a => new KeyValuePair<string, string>(a.Name, a.Value)));
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await Http.SendAsync(request);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }

    public async Task<string?> ErrorAsync(string method, string? token, params (string Name, string Value)[] arguments)
    {
        using var response = await SendAsync(method, token, arguments);
        return (await JsonAsync(response)).TryGetProperty("error", out var error) ? error.GetString() : null;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }
}
