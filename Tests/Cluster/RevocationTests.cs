using System.Net.WebSockets;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Cluster;

/// <summary>A token that is revoked at one gateway ends at the other, sockets included.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RevocationTests(ClusterFixture cluster) : IDisposable
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);
    private readonly HttpClient http = new(new CheckedAnswers());

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task Revoked_token_is_refused_everywhere_within_five_seconds_and_its_sockets_are_closed()
    {
        await cluster.ReadyAsync();
        var (here, there) = (cluster.GatewayUrls[0], cluster.GatewayUrls[1]);
        var name = $"revoke-{Guid.CreateVersion7():N}"[..32];
        var member = await CallAsync(
            here, "social.signUp", null, ("name", name), ("email", $"{name}@example.org"), ("password", "a long password"), ("team_name", name), ("team_domain", name));
        var token = member.GetProperty("token").GetString()!;
        var url = (await CallAsync(there, "rtm.connect", token)).GetProperty("url").GetString()!;
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(url), TestContext.Current.CancellationToken);
        var closed = ClosedAsync(socket);

        Assert.True((await CallAsync(here, "auth.revoke", token)).GetProperty("revoked").GetBoolean());
        var revokedAt = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync("the other gateway refuses the token", async () => Error(await CallAsync(there, "auth.test", token)) is "token_revoked", Promise);
        await closed.WaitAsync(Promise - TimeProvider.System.GetElapsedTime(revokedAt) + TimeSpan.FromMilliseconds(500));
        Assert.Equal("token_revoked", Error(await CallAsync(here, "auth.test", token)));
    }

    private static string? Error(JsonElement answer) => answer.TryGetProperty("error", out var error) ? error.GetString() : null;

    private static async Task ClosedAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        try
        {
            while ((await socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Cut without a close frame is closed too.
        }
    }

    private async Task<JsonElement> CallAsync(string gateway, string method, string? token, params (string Name, string Value)[] arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{gateway}/api/{method}");
        request.Content = new FormUrlEncodedContent(arguments.Select(a => KeyValuePair.Create(a.Name, a.Value)));
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        using var response = await http.SendAsync(request);
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }
}
