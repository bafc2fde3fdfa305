using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Cluster;

/// <summary>An app with sockets at two gateways: one feeds it, and the other goes on when that one's socket ends, or the gateway itself is killed.</summary>
[Collection(ClusterCollection.Name)]
public sealed class AppTakeoverTests(ClusterFixture cluster, ITestOutputHelper output) : IDisposable
{
    // A silent gateway keeps the claim for so long, the others ask every two seconds; the rest is what a busy machine takes.
    private static readonly TimeSpan TakeoverMax = TimeSpan.FromSeconds(IAppGrain.ClaimSeconds + 2 + 8);

    private readonly HttpClient http = new(new CheckedAnswers());

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task The_other_gateway_feeds_the_app_on_and_commands_find_its_socket()
    {
        var (here, there) = (cluster.GatewayUrls[0], cluster.GatewayUrls[1]);
        var (name, owner, app, token, channel) = await PrepareAsync(here);
        await CallAsync(here, "social.apps.commands.set", owner, ("app", app), ("command", "/" + name));

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
        await AcknowledgeAsync(second, envelope);
        await running;
    }

    [Fact]
    public async Task When_the_gateway_that_feeds_the_app_is_killed_the_other_sends_all_that_was_not_acknowledged()
    {
        var (here, there) = (cluster.GatewayUrls[0], cluster.GatewayUrls[1]);
        var (_, owner, _, token, channel) = await PrepareAsync(here);
        await using var first = await OpenAsync(here, token);
        await using var second = await OpenAsync(there, token);
        var texts = Enumerable.Range(0, 12).Select(i => $"m{i:D2}").ToList();
        foreach (var text in texts[..8])
        {
            await CallAsync(there, "chat.postMessage", owner, ("channel", channel), ("text", text));
            var envelope = await first.WaitAsync(text, f => IsEvent(f, text));
            if (text is "m00" or "m01" or "m03")
            {
                await AcknowledgeAsync(first, envelope);
            }
        }

        // A second time after three seconds: by then the gateway has saved at least once how far the app got, which it does every two.
        await first.WaitAsync("a message again", f => IsEvent(f, "m07") && f.GetProperty("retry_attempt").GetInt32() == 1);
        Assert.DoesNotContain(second.Frames, f => TestSocket.Is(f, "events_api"));
        await cluster.LeaveDownAsync(cluster.Gateways[0], async () =>
        {
            cluster.Gateways[0].Send(Signals.Kill);
            Assert.True(await cluster.Gateways[0].WaitForExitAsync(TimeSpan.FromSeconds(10)));
            var killed = TimeProvider.System.GetTimestamp();
            foreach (var text in texts[8..])
            {
                await CallAsync(there, "chat.postMessage", owner, ("channel", channel), ("text", text));
            }

            // What was acknowledged out of turn, or just before the kill, may come again.
            string[] owed = [.. texts.Except(["m00", "m01", "m03"])];
            var taken = new HashSet<string>(StringComparer.Ordinal);
            await second.UntilAsync(
                "all that was not acknowledged",
                s => owed.All(t => s.Frames.Any(f => IsEvent(f, t))),
                TakeoverMax);
            output.WriteLine($"taken over after {TimeProvider.System.GetElapsedTime(killed).TotalSeconds:F1} s");
            foreach (var envelope in second.Frames.Where(f => TestSocket.Is(f, "events_api")))
            {
                await AcknowledgeAsync(second, envelope);
            }

            var order = second.Frames.Where(f => TestSocket.Is(f, "events_api")).Select(f => TextOf(f)!).Where(taken.Add).ToList();
            Assert.Equal(order.Order(StringComparer.Ordinal), order);
            Assert.Equal(
                first.Frames.Where(f => IsEvent(f, "m07")).Select(EventId).First(),
                second.Frames.Where(f => IsEvent(f, "m07")).Select(EventId).First());
        });

        // The feed goes on at the gateway that took over.
        await CallAsync(there, "chat.postMessage", owner, ("channel", channel), ("text", "after"));
        await second.WaitAsync("what is posted afterwards", f => IsEvent(f, "after"));
    }

    private static bool IsEvent(JsonElement frame, string text) => TestSocket.Is(frame, "events_api") && TextOf(frame) == text;

    private static string? TextOf(JsonElement frame) => TestSocket.Text(frame.GetProperty("payload").GetProperty("event"), "text");

    private static string? EventId(JsonElement frame) => TestSocket.Text(frame.GetProperty("payload"), "event_id");

    private static Task AcknowledgeAsync(TestSocket socket, JsonElement envelope) =>
        socket.SendAsync(JsonSerializer.Serialize(new { envelope_id = TestSocket.Text(envelope, "envelope_id") }));

    /// <summary>An app that hears of the messages of one channel, of a team of its own.</summary>
    private async Task<(string Name, string Owner, string App, string Token, string Channel)> PrepareAsync(string here)
    {
        await cluster.ReadyAsync();
        var name = $"app-{Guid.CreateVersion7():N}"[..30];
        var owner = (await CallAsync(
            here, "social.signUp", null, ("name", name), ("email", $"{name}@example.org"), ("password", "a long password"), ("team_name", name), ("team_domain", name)))
            .GetProperty("token").GetString()!;
        var made = await CallAsync(here, "social.apps.create", owner, ("name", name), ("scopes", "channels:history,commands"), ("events", "message.channels"));
        var (app, token) = (made.GetProperty("app"), made.GetProperty("app_token").GetString()!);
        var channel = (await CallAsync(here, "conversations.create", owner, ("name", name))).GetProperty("channel").GetProperty("id").GetString()!;
        await CallAsync(here, "conversations.invite", owner, ("channel", channel), ("users", app.GetProperty("user_id").GetString()!));
        return (name, owner, app.GetProperty("id").GetString()!, token, channel);
    }

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
