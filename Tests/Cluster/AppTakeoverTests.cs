using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Cluster;

/// <summary>An app with sockets at two gateways: one feeds it, and the other goes on when that one's socket ends.</summary>
[Collection(ClusterCollection.Name)]
public sealed class AppTakeoverTests(ClusterFixture cluster) : IDisposable
{
    private readonly HttpClient http = new();

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task The_other_gateway_feeds_the_app_on_and_commands_find_its_socket()
    {
        await cluster.ReadyAsync();
        var (here, there) = (cluster.GatewayUrls[0], cluster.GatewayUrls[1]);
        var name = $"app-{Guid.CreateVersion7():N}"[..30];
        var owner = (await CallAsync(
            here, "social.signUp", null, ("name", name), ("email", $"{name}@example.org"), ("password", "a long password"), ("team_name", name), ("team_domain", name)))
            .GetProperty("token").GetString()!;
        var made = await CallAsync(here, "social.apps.create", owner, ("name", name), ("scopes", "channels:history,commands"), ("events", "message.channels"));
        var (app, token) = (made.GetProperty("app"), made.GetProperty("app_token").GetString()!);
        var channel = (await CallAsync(here, "conversations.create", owner, ("name", name))).GetProperty("channel").GetProperty("id").GetString()!;
        await CallAsync(here, "conversations.invite", owner, ("channel", channel), ("users", app.GetProperty("user_id").GetString()!));
        await CallAsync(here, "social.apps.commands.set", owner, ("app", app.GetProperty("id").GetString()!), ("command", "/" + name));

        await using var first = await OpenAsync(here, token);
        await using var second = await OpenAsync(there, token);
        await CallAsync(there, "chat.postMessage", owner, ("channel", channel), ("text", "one"));
        await first.WaitAsync("the first message", f => IsEvent(f, "one"));
        Assert.DoesNotContain(second.Frames, f => IsEvent(f, "one"));

        // Not acknowledged: it comes again at the other gateway, and what is posted meanwhile after it.
        await first.DisposeAsync();
        await CallAsync(there, "chat.postMessage", owner, ("channel", channel), ("text", "two"));
        await second.WaitAsync("the second message", f => IsEvent(f, "two"));
        Assert.Equal(["one", "two"], second.Frames.Where(f => TestSocket.Is(f, "events_api")).Take(2).Select(TextOf));

        var running = CallAsync(here, "social.commands.run", owner, ("channel", channel), ("command", "/" + name));
        var envelope = await second.WaitAsync("the command", f => TestSocket.Is(f, "slash_commands"));
        await second.SendAsync(JsonSerializer.Serialize(new { envelope_id = envelope.GetProperty("envelope_id").GetString() }));
        await running;
    }

    private static bool IsEvent(JsonElement frame, string text) => TestSocket.Is(frame, "events_api") && TextOf(frame) == text;

    private static string? TextOf(JsonElement frame) => TestSocket.Text(frame.GetProperty("payload").GetProperty("event"), "text");

    private async Task<TestSocket> OpenAsync(string gateway, string token) =>
        await TestSocket.OpenAsync((await CallAsync(gateway, "apps.connections.open", token)).GetProperty("url").GetString()!);

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
        Assert.True(document.RootElement.GetProperty("ok").GetBoolean(), $"{method}: {document.RootElement}");
        return document.RootElement.Clone();
    }
}
