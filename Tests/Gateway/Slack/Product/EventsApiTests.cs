using System.Net;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Apps over HTTP: the same events, commands and clicks as over sockets, signed, and again until they are taken.</summary>
[Collection(ProductCollection.Name)]
public sealed class EventsApiTests(ProductFixture product) : IAsyncDisposable
{
    private const string Scopes = "app_mentions:read,channels:history,chat:write,commands";
    private readonly ProductApi api = new(product);
    private readonly AppEndpoint endpoint = new();

    public async ValueTask DisposeAsync()
    {
        await endpoint.DisposeAsync();
        api.Dispose();
    }

    [Fact]
    public async Task Events_are_posted_signed_with_the_payload_that_sockets_get()
    {
        var (app, channel) = await NewAsync();
        var verified = await endpoint.WaitAsync("the challenge", p => TestSocket.Is(p.Json, "url_verification"));
        Assert.True(verified.IsSignedBy(app.SigningSecret));
        var ts = await api.PostAsync(api.Ann, channel, $"<@{app.User}> hello");
        var message = await EventAsync("message", $"<@{app.User}> hello");
        await EventAsync("app_mention", $"<@{app.User}> hello");
        Assert.True(message.IsSignedBy(app.SigningSecret));
        Assert.False(message.IsSignedBy(app.SigningSecret + "x"));
        Assert.InRange(long.Parse(message.Timestamp, System.Globalization.CultureInfo.InvariantCulture), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 60, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60);
        Assert.Equal(("application/json", null, null), (message.Type, message.RetryNum, message.RetryReason));
        var payload = message.Json;
        Assert.Equal(
            ("event_callback", app.Id, product.Demo.Team.Id, app.User),
            (payload.Text("type"), payload.Text("api_app_id"), payload.Text("team_id"), payload.GetProperty("authorizations")[0].Text("user_id")));
        Assert.Equal((channel, ts, "channel"), (payload.GetProperty("event").Text("channel"), payload.GetProperty("event").Text("ts"), payload.GetProperty("event").Text("channel_type")));

        var listed = await ListedAsync(app);
        Assert.Equal((endpoint.Url, "active"), (listed.Text("request_url"), listed.Text("request_url_state")));
        Assert.DoesNotContain(app.SigningSecret, listed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_taken_is_posted_again_at_once_and_a_failing_URL_shows_as_such_until_it_works()
    {
        var (app, channel) = await NewAsync();
        endpoint.Answer = static _ => Task.FromResult((503, "text/plain", "no"));
        for (var i = 0; i < 4; i++)
        {
            await api.PostAsync(api.Ann, channel, $"failing {i}");
        }

        var again = await endpoint.WaitAsync("the event again", p => p.Text == "failing 0" && p.RetryNum is not null);
        Assert.Equal(("1", "http_error"), (again.RetryNum, again.RetryReason));
        Assert.Equal(again.Json.Text("event_id"), endpoint.All.First(p => p.Text == "failing 0").Json.Text("event_id"));
        await Eventually.TrueAsync("the failing state", async () => (await ListedAsync(app)).Text("request_url_state") == "failing");
        Assert.Equal("http_error 503", (await ListedAsync(app)).Text("request_url_fault"));

        endpoint.Answer = static _ => Task.FromResult((200, "text/plain", string.Empty));
        await api.PostAsync(api.Ann, channel, "works again");
        await EventAsync("message", "works again");
        await Eventually.TrueAsync("the active state", async () => (await ListedAsync(app)).Text("request_url_state") == "active");
    }

    [Fact]
    public async Task A_URL_that_never_answers_holds_up_no_other_app()
    {
        var (_, channel) = await NewAsync();
        var never = new TaskCompletionSource<(int, string, string)>();
        endpoint.Answer = _ => never.Task;
        await using var good = new AppEndpoint();
        var other = await api.NewAppAsync(api.Ann, Scopes, "message.channels");
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", other.User));
        await api.OkAsync("social.apps.url.set", api.Ann, ("app", other.Id), ("request_url", good.Url));
        await api.PostAsync(api.Ann, channel, "warm up");
        await good.WaitAsync("the first event", p => p.Text == "warm up");
        for (var i = 0; i < 30; i++)
        {
            await api.PostAsync(api.Ann, channel, $"busy {i}");
        }

        await good.WaitAsync("the last event, while the other app has answered nothing", p => p.Text == "busy 29", TimeSpan.FromSeconds(2));
        var again = await endpoint.WaitAsync("the time-out", p => p.RetryReason is not null);
        Assert.Equal("http_timeout", again.RetryReason);
        never.SetResult((200, "text/plain", string.Empty));
    }

    [Fact]
    public async Task A_gigabyte_is_no_answer_and_is_not_read()
    {
        const int Events = 8;
        const long Gigabyte = 1L << 30;
        const long GrowthMax = 50L << 20;
        var (app, channel) = await NewAsync();
        await api.PostAsync(api.Ann, channel, "warm up");
        await EventAsync("message", "warm up");
        var before = product.Product.ResidentBytes();
        endpoint.Padding = Gigabyte;
        for (var i = 0; i < Events; i++)
        {
            await api.PostAsync(api.Ann, channel, $"large {i}");
        }

        await Eventually.TrueAsync("the failing state", async () => (await ListedAsync(app)).Text("request_url_state") == "failing");
        var again = await endpoint.WaitAsync("an event again", p => p.RetryNum is not null);
        Assert.Equal("unknown_error", again.RetryReason);
        Assert.InRange(product.Product.ResidentBytes() - before, long.MinValue, GrowthMax);

        Assert.Equal("challenge_failed", await SetErrorAsync(api.Ann, app, endpoint.Url));
        endpoint.Padding = 0;
        await SetAsync(app);
    }

    [Fact]
    public async Task Commands_and_clicks_are_forms_and_the_answer_to_a_command_is_shown()
    {
        var (app, channel) = await NewAsync();
        var command = "/" + ProductApi.Unique("cmd");
        await api.OkAsync("social.apps.commands.set", api.Ann, ("app", app.Id), ("command", command));
        endpoint.Answer = static _ => Task.FromResult((200, "application/json; charset=utf-8", """{"response_type":"in_channel","text":"done at once"}"""));
        await api.OkAsync("social.commands.run", api.Ann, ("channel", channel), ("command", command), ("text", "a & b=c ü"));
        var form = Form(await endpoint.WaitAsync("the command", p => p.Type == "application/x-www-form-urlencoded"), app);
        Assert.Equal((command, "a & b=c ü", channel, app.Id), (form["command"], form["text"], form["channel_id"], form["api_app_id"]));
        Assert.StartsWith("http", form["response_url"], StringComparison.Ordinal);
        await Eventually.TrueAsync("the answer", async () => (await api.TextsAsync(api.Ann, channel))[0] == "done at once");

        endpoint.Answer = static _ => Task.FromResult((500, "text/plain", "broken"));
        Assert.Equal("app_not_connected", await api.ErrorAsync("social.commands.run", api.Ann, ("channel", channel), ("command", command)));
        endpoint.Answer = static _ => Task.FromResult((200, "text/plain", string.Empty));
        const string Blocks = """
            [{"type":"actions","block_id":"b","elements":[{"type":"button","action_id":"yes","text":{"type":"plain_text","text":"Yes"},"value":"1"}]}]
            """;
        var ts = (await api.OkAsync("chat.postMessage", app.BotToken, ("channel", channel), ("text", "sure?"), ("blocks", Blocks))).Text("ts");
        await api.OkAsync("social.actions.report", api.Ann, ("channel", channel), ("message_ts", ts), ("action_id", "yes"));
        var click = Form(await endpoint.WaitAsync("the click", p => p.Body.StartsWith("payload=", StringComparison.Ordinal)), app);
        Assert.Equal(("block_actions", "yes"), (JsonElement.Parse(click["payload"]).Text("type"), JsonElement.Parse(click["payload"]).GetProperty("actions")[0].Text("action_id")));
    }

    [Fact]
    public async Task An_app_is_served_over_HTTP_or_in_Socket_Mode_and_loses_nothing_between()
    {
        var app = await api.NewAppAsync(api.Ann, Scopes, "message.channels");
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", app.User));
        await using var socket = await TestSocket.OpenAsync((await api.OkAsync("apps.connections.open", app.AppToken)).Text("url"));
        await SetAsync(app);
        await socket.UntilAsync("the socket's end", s => s.HasEnded, TimeSpan.FromSeconds(10));
        Assert.Equal("link_disabled", socket.Frames[^1].Text("reason"));
        Assert.Equal("socket_mode_disabled", await api.ErrorAsync("apps.connections.open", app.AppToken));
        endpoint.Answer = static _ => Task.FromResult((500, "text/plain", string.Empty));
        await api.PostAsync(api.Ann, channel, "not taken");
        await EventAsync("message", "not taken");
        await api.OkAsync("social.apps.url.set", api.Ann, ("app", app.Id));
        await using var back = await TestSocket.OpenAsync((await api.OkAsync("apps.connections.open", app.AppToken)).Text("url"));
        await back.WaitAsync("the event over the socket", f => TestSocket.Is(f, "events_api") && f.GetProperty("payload").GetProperty("event").Text("text") == "not taken");
    }

    [Fact]
    public async Task Only_an_allowed_URL_that_answers_the_challenge_is_set_and_only_by_an_admin()
    {
        var app = await api.NewAppAsync(api.Ann, Scopes, "message.channels");
        var (member, _) = await api.NewMemberAsync();
        Assert.Equal("restricted_action", await SetErrorAsync(member, app, endpoint.Url));
        Assert.Equal("not_found", await api.ErrorAsync("social.apps.url.set", api.Ann, ("app", "A0000000000"), ("request_url", endpoint.Url)));
        foreach (var url in new[] { "http://0x7f.1/", "http://2130706433/", "http://[::ffff:127.0.0.1]:80/x@", "http://a@127.0.0.1/", "ftp://127.0.0.1/", "nothing", $"http://127.0.0.1/{new string('x', 500)}" })
        {
            Assert.Contains(await SetErrorAsync(api.Ann, app, url), new[] { "invalid_url", "url_not_allowed" });
        }

        foreach (var url in new[] { "http://localhost/", "https://127.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/", "https://example.org/" })
        {
            Assert.Equal((url, "url_not_allowed"), (url, await SetErrorAsync(api.Ann, app, url)));
        }

        Assert.Empty(endpoint.All);
        endpoint.Challenge = static c => c + "x";
        Assert.Equal("challenge_failed", await SetErrorAsync(api.Ann, app, endpoint.Url));
        endpoint.Challenge = static c => JsonSerializer.Serialize(new { challenge = c });
        await SetAsync(app);
        endpoint.Challenge = static c => "challenge=" + c;
        await SetAsync(app);
    }

    [Fact]
    public async Task Within_5_seconds_of_its_removal_an_app_gets_nothing_more()
    {
        var (app, channel) = await NewAsync();
        await api.PostAsync(api.Ann, channel, "before");
        await EventAsync("message", "before");

        // A second app of the channel gets what was posted, so the first would have it by then.
        await using var other = new AppEndpoint();
        var second = await api.NewAppAsync(api.Ann, Scopes, "message.channels");
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", second.User));
        await api.OkAsync("social.apps.url.set", api.Ann, ("app", second.Id), ("request_url", other.Url));
        await PostedAsync("warm up", other);
        await api.OkAsync("social.apps.remove", api.Ann, ("app", app.Id));
        var number = 0;
        await Eventually.TrueAsync(
            "the end of the events",
            async () =>
            {
                var text = $"after {number++}";
                await PostedAsync(text, other);

                // The one before too: what is on its way when the other app has its copy may still come.
                var earlier = $"after {number - 2}";
                return number > 1 && endpoint.All.All(p => p.Text != text && p.Text != earlier);
            },
            TimeSpan.FromSeconds(5));
        await PostedAsync("the last", other);
        Assert.DoesNotContain(endpoint.All, p => p.Text == "the last");

        async Task PostedAsync(string text, AppEndpoint to)
        {
            await api.PostAsync(api.Ann, channel, text);
            await to.WaitAsync(text, p => p.Text == text);
        }
    }

    private static Dictionary<string, string> Form(AppEndpoint.Posted posted, TestApp app)
    {
        Assert.True(posted.IsSignedBy(app.SigningSecret));
        return posted.Body.Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => WebUtility.UrlDecode(p[1]), StringComparer.Ordinal);
    }

    private async Task<(TestApp App, string Channel)> NewAsync()
    {
        var app = await api.NewAppAsync(api.Ann, Scopes, "message.channels,app_mention");
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", app.User));
        await SetAsync(app);
        return (app, channel);
    }

    private Task SetAsync(TestApp app) => api.OkAsync("social.apps.url.set", api.Ann, ("app", app.Id), ("request_url", endpoint.Url));

    private Task<string?> SetErrorAsync(string token, TestApp app, string url) => api.ErrorAsync("social.apps.url.set", token, ("app", app.Id), ("request_url", url));

    private Task<AppEndpoint.Posted> EventAsync(string type, string text) =>
        endpoint.WaitAsync($"{type} {text}", p => p.Text == text && TestSocket.Is(p.Json.GetProperty("event"), type));

    private async Task<JsonElement> ListedAsync(TestApp app) =>
        (await api.OkAsync("social.apps.list", api.Ann)).GetProperty("apps").EnumerateArray().Single(a => a.Text("id") == app.Id);
}
