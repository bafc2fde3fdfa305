using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Apps' sockets: what comes, that it comes again until it is acknowledged, and that nothing comes to who was removed.</summary>
[Collection(ProductCollection.Name)]
public sealed class SocketModeTests(ProductFixture product) : IDisposable
{
    private const string Scopes = "app_mentions:read,channels:history,channels:read,chat:write,groups:history,im:history,im:write,reactions:read";
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Events_of_its_channels_come_as_subscribed_and_no_others()
    {
        var app = await api.NewAppAsync(api.Ann, Scopes, "message.channels,app_mention,reaction_added,member_joined_channel");
        var (joined, other) = (await JoinedAsync(app), await api.NewChannelAsync(api.Ann));
        await using var socket = await OpenAsync(app);
        var hello = socket.Frames[0];
        Assert.Equal((1, app.Id), (hello.GetProperty("num_connections").GetInt32(), hello.GetProperty("connection_info").Text("app_id")));

        await api.PostAsync(api.Ann, other, "not for the app");
        var ts = await api.PostAsync(api.Ann, joined, "for the app");
        var envelope = await EventAsync(socket, "for the app");
        var payload = envelope.GetProperty("payload");
        Assert.Equal(("events_api", 0, string.Empty), (envelope.Text("type"), envelope.GetProperty("retry_attempt").GetInt32(), envelope.Text("retry_reason")));
        Assert.Equal(("event_callback", app.Id, product.Demo.Team.Id), (payload.Text("type"), payload.Text("api_app_id"), payload.Text("team_id")));
        Assert.Equal(app.User, payload.GetProperty("authorizations")[0].Text("user_id"));
        var message = payload.GetProperty("event");
        Assert.Equal(
            ("message", joined, "channel", ts, product.Demo.Users[0].Id),
            (message.Text("type"), message.Text("channel"), message.Text("channel_type"), message.Text("ts"), message.Text("user")));

        await api.OkAsync("reactions.add", api.Ann, ("channel", joined), ("timestamp", ts), ("name", "eyes"));
        await api.OkAsync("conversations.invite", api.Ann, ("channel", joined), ("users", product.Demo.Users[1].Id));
        await api.PostAsync(api.Ann, joined, $"<@{app.User}> hello");
        await WaitAsync(socket, "app_mention", e => e.Text("channel") == joined);
        await WaitAsync(socket, "reaction_added", e => e.Text("reaction") == "eyes");
        await WaitAsync(socket, "member_joined_channel", e => e.Text("user") == product.Demo.Users[1].Id);
        Assert.DoesNotContain(socket.Frames, f => f.ToString().Contains(other, StringComparison.Ordinal));

        // Begins at once in a channel that the bot is added to while it is connected, and ends with its removal.
        await api.OkAsync("conversations.invite", api.Ann, ("channel", other), ("users", app.User));
        await api.PostAsync(api.Ann, other, "now for the app");
        await EventAsync(socket, "now for the app");
        await api.OkAsync("conversations.kick", api.Ann, ("channel", other), ("user", app.User));
        await api.PostAsync(api.Ann, other, "no more");
        await api.PostAsync(api.Ann, joined, "the last");
        await EventAsync(socket, "the last");
        Assert.DoesNotContain(socket.Frames, f => f.ToString().Contains("no more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_acknowledged_comes_again_and_what_is_does_not()
    {
        var app = await api.NewAppAsync(api.Ann, Scopes, "message");
        var channel = await JoinedAsync(app);
        await using var socket = await OpenAsync(app);
        await api.PostAsync(api.Ann, channel, "twice");
        await api.PostAsync(api.Ann, channel, "once");
        await AcknowledgeAsync(socket, await EventAsync(socket, "once"));
        var first = await EventAsync(socket, "twice");
        var again = await socket.WaitAsync("the envelope again", f => IsEvent(f, "twice") && f.GetProperty("retry_attempt").GetInt32() == 1);
        Assert.Equal((first.Text("envelope_id"), "timeout"), (again.Text("envelope_id"), again.Text("retry_reason")));
        await AcknowledgeAsync(socket, again);
        await api.PostAsync(api.Ann, channel, "later");
        await socket.WaitAsync("a third message again", f => IsEvent(f, "later") && f.GetProperty("retry_attempt").GetInt32() == 1);
        Assert.Equal((2, 1), (socket.Frames.Count(f => IsEvent(f, "twice")), socket.Frames.Count(f => IsEvent(f, "once"))));
    }

    [Fact]
    public async Task What_happens_while_it_is_away_comes_in_order_when_it_is_back()
    {
        var app = await api.NewAppAsync(api.Ann, Scopes, "message");
        var channel = await JoinedAsync(app);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (var socket = await OpenAsync(app))
        {
            await api.PostAsync(api.Ann, channel, "read");
            await AcknowledgeAsync(socket, await EventAsync(socket, "read"));
            await api.PostAsync(api.Ann, channel, "not acknowledged");
            ids["not acknowledged"] = (await EventAsync(socket, "not acknowledged")).GetProperty("payload").Text("event_id");
        }

        for (var i = 0; i < 20; i++)
        {
            await api.PostAsync(api.Ann, channel, $"away {i}");
        }

        await using var back = await OpenAsync(app);
        await EventAsync(back, "away 19");
        string[] expected = ["not acknowledged", .. Enumerable.Range(0, 20).Select(i => $"away {i}")];
        Assert.Equal(expected, back.Frames.Where(f => TestSocket.Is(f, "events_api")).Select(TextOf).Take(21));
        Assert.Equal(ids["not acknowledged"], (await EventAsync(back, "not acknowledged")).GetProperty("payload").Text("event_id"));
    }

    [Fact]
    public async Task Each_envelope_goes_to_one_of_the_sockets_and_an_eleventh_is_refused()
    {
        var app = await api.NewAppAsync(api.Ann, Scopes, "message");
        var channels = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            channels.Add(await JoinedAsync(app));
        }

        var sockets = new List<TestSocket>();
        try
        {
            for (var i = 0; i < 10; i++)
            {
                sockets.Add(await OpenAsync(app));
            }

            foreach (var channel in channels)
            {
                await api.PostAsync(api.Ann, channel, "for one");
            }

            await Eventually.TrueAsync("six envelopes", () => Task.FromResult(Received() >= 6));
            Assert.Equal(6, Received());
            using var eleventh = new ClientWebSocket();
            await eleventh.ConnectAsync(new Uri(await UrlAsync(app)), CancellationToken.None);
            var buffer = new byte[1024];
            var received = await eleventh.ReceiveAsync(buffer, CancellationToken.None);
            Assert.Equal("too_many_websockets", JsonElement.Parse(buffer.AsSpan(0, received.Count)).Text("reason"));
        }
        finally
        {
            foreach (var socket in sockets)
            {
                await socket.DisposeAsync();
            }
        }

        int Received() => sockets.Sum(s => s.Frames.Count(f => IsEvent(f, "for one") && f.GetProperty("retry_attempt").GetInt32() == 0));
    }

    [Fact]
    public async Task A_removed_app_is_told_and_closed_within_5_seconds()
    {
        var app = await api.NewAppAsync(api.Ann, Scopes, "message");
        await using var socket = await OpenAsync(app);
        await api.OkAsync("social.apps.remove", api.Ann, ("app", app.Id));
        await socket.UntilAsync("the end", s => s.HasEnded, TimeSpan.FromSeconds(5));
        Assert.Equal("link_disabled", socket.Frames[^1].Text("reason"));
        Assert.Equal("token_revoked", await api.ErrorAsync("apps.connections.open", app.AppToken));
    }

    [Fact]
    public async Task A_ticket_is_good_once_and_only_the_app_level_token_in_the_header_gets_one()
    {
        var app = await api.NewAppAsync(api.Ann, Scopes);
        var url = await UrlAsync(app);
        await using (await TestSocket.OpenAsync(url))
        {
            using var second = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
            await Assert.ThrowsAsync<WebSocketException>(() => second.ConnectAsync(new Uri(url), CancellationToken.None));
            Assert.Equal(HttpStatusCode.NotFound, second.HttpStatusCode);
        }

        Assert.Equal("not_authed", await api.ErrorAsync("apps.connections.open", null, ("token", app.AppToken)));
        Assert.Equal("not_allowed_token_type", await api.ErrorAsync("apps.connections.open", app.BotToken));
        Assert.Equal("not_allowed_token_type", await api.ErrorAsync("apps.connections.open", api.Ann));
    }

    private static Task AcknowledgeAsync(TestSocket socket, JsonElement envelope) =>
        socket.SendAsync(JsonSerializer.Serialize(new { envelope_id = envelope.Text("envelope_id"), payload = new { } }));

    private static Task<JsonElement> EventAsync(TestSocket socket, string text) => socket.WaitAsync(text, f => IsEvent(f, text));

    private static Task<JsonElement> WaitAsync(TestSocket socket, string type, Func<JsonElement, bool> isIt) => socket.WaitAsync(
        type, f => TestSocket.Is(f, "events_api") && f.GetProperty("payload").GetProperty("event") is var e && TestSocket.Is(e, type) && isIt(e));

    private static bool IsEvent(JsonElement frame, string text) => TestSocket.Is(frame, "events_api") && TextOf(frame) == text;

    private static string? TextOf(JsonElement frame) => TestSocket.Text(frame.GetProperty("payload").GetProperty("event"), "text");

    private async Task<string> UrlAsync(TestApp app) => (await api.OkAsync("apps.connections.open", app.AppToken)).Text("url");

    private async Task<TestSocket> OpenAsync(TestApp app) => await TestSocket.OpenAsync(await UrlAsync(app));

    private async Task<string> JoinedAsync(TestApp app)
    {
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", app.User));
        return channel;
    }
}
