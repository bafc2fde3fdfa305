using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Slash commands and buttons: they come to the app once, and its answers to where they belong.</summary>
[Collection(ProductCollection.Name)]
public sealed class AppRequestTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task A_command_comes_to_the_app_and_its_five_answers_to_member_and_channel()
    {
        var (app, channel, command) = await NewAsync();
        await using var socket = await OpenAsync(app);
        var running = api.OkAsync("social.commands.run", api.Ann, ("channel", channel), ("command", command), ("text", "deploy it"));
        var envelope = await socket.WaitAsync("the command", f => TestSocket.Is(f, "slash_commands"));
        var payload = envelope.GetProperty("payload");
        Assert.True(envelope.GetProperty("accepts_response_payload").GetBoolean());
        Assert.Equal(
            (command, "deploy it", channel, product.Demo.Users[0].Id, product.Demo.Team.Id, app.Id),
            (payload.Text("command"), payload.Text("text"), payload.Text("channel_id"), payload.Text("user_id"), payload.Text("team_id"), payload.Text("api_app_id")));
        await AcknowledgeAsync(socket, envelope, new { text = "started", response_type = "in_channel" });
        await running;
        await Eventually.TrueAsync("the answer of the acknowledgement", async () => (await api.TextsAsync(api.Ann, channel))[0] == "started");

        await using var hers = await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", await api.AnnLogsInAsync())).Text("url"));
        var url = payload.Text("response_url");
        Assert.Equal((HttpStatusCode.OK, "ok"), await RespondAsync(url, new { text = "for you alone" }));
        var told = await hers.WaitAsync("the answer", f => TestSocket.Text(f, "text") == "for you alone");
        Assert.True(told.GetProperty("is_ephemeral").GetBoolean());
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_payload"), await RespondAsync(url, "no object"));
        for (var i = 2; i <= 5; i++)
        {
            Assert.Equal((HttpStatusCode.OK, "ok"), await RespondAsync(url, new { text = $"answer {i}", response_type = "in_channel" }));
        }

        Assert.Equal((HttpStatusCode.NotFound, "expired_url"), await RespondAsync(url, new { text = "answer 6", response_type = "in_channel" }));
        Assert.Equal("answer 5", (await api.TextsAsync(api.Ann, channel))[0]);
        Assert.Single(socket.Frames, f => TestSocket.Is(f, "slash_commands"));
    }

    [Fact]
    public async Task Nobody_tells_an_app_where_to_answer_by_the_host_header()
    {
        var (app, channel, command) = await NewAsync();
        await using var socket = await OpenAsync(app);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/social.commands.run");
        request.Content = new FormUrlEncodedContent([new("channel", channel), new("command", command)]);
        request.Headers.Host = "evil.example";
        var running = api.SendAsync(request, api.Ann);

        var envelope = await socket.WaitAsync("the command", f => TestSocket.Is(f, "slash_commands"));
        Assert.StartsWith($"{product.BaseUrl}response/", envelope.GetProperty("payload").Text("response_url"), StringComparison.Ordinal);
        await AcknowledgeAsync(socket, envelope, new { text = new string('x', 40_001), response_type = "in_channel" });

        // What the app says badly is not the caller's fault: they would do it again.
        var (_, answer) = await running;
        Assert.True(answer.GetProperty("ok").GetBoolean(), $"{answer}");
    }

    [Fact]
    public async Task An_acknowledgement_of_attachments_alone_is_posted()
    {
        var (app, channel, command) = await NewAsync();
        await using var socket = await OpenAsync(app);
        var running = api.OkAsync("social.commands.run", api.Ann, ("channel", channel), ("command", command));
        var envelope = await socket.WaitAsync("the command", f => TestSocket.Is(f, "slash_commands"));
        await AcknowledgeAsync(socket, envelope, new { response_type = "in_channel", attachments = new[] { new { text = "attached" } } });
        await running;

        var newest = (await api.OkAsync("conversations.history", api.Ann, ("channel", channel))).GetProperty("messages")[0];
        Assert.Equal((app.User, string.Empty), (newest.Text("user"), newest.Text("text")));
        Assert.Equal("attached", newest.GetProperty("attachments")[0].Text("text"));
    }

    [Fact]
    public async Task A_command_names_a_conversation_as_an_app_may_know_it()
    {
        var (app, open, command) = await NewAsync();
        var (_, other) = await api.NewMemberAsync();
        var name = (await api.OkAsync("conversations.info", api.Ann, ("channel", open))).GetProperty("channel").Text("name");
        var direct = (await api.OkAsync("conversations.open", api.Ann, ("users", other))).GetProperty("channel").Text("id");
        var group = (await api.OkAsync("conversations.open", api.Ann, ("users", $"{other},{product.Demo.Users[1].Id}"), ("return_im", "1"))).GetProperty("channel");
        await using var socket = await OpenAsync(app);
        foreach (var (channel, expected) in new[]
        {
            (open, name), (await api.NewChannelAsync(api.Ann, isPrivate: true), "privategroup"), (direct, "directmessage"), (group.Text("id"), group.Text("name")),
        })
        {
            var running = api.OkAsync("social.commands.run", api.Ann, ("channel", channel), ("command", command));
            var envelope = await socket.WaitAsync("the command", f => TestSocket.Is(f, "slash_commands") && f.GetProperty("payload").Text("channel_id") == channel);
            await AcknowledgeAsync(socket, envelope, null);
            await running;
            Assert.Equal(expected, envelope.GetProperty("payload").Text("channel_name"));
        }

        Assert.StartsWith("mpdm-", group.Text("name"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"oops")]
    [InlineData("{\"text\":")]
    [InlineData("nothing")]
    [InlineData("")]
    public void An_acknowledgement_that_cannot_be_read_shows_nothing(string payload) => Assert.Null(OrleansSocial.Gateway.Slack.AppRequests.ResponseMessage.Read(payload));

    [Fact]
    public async Task A_command_nobody_takes_is_refused()
    {
        var (app, channel, command) = await NewAsync();
        (string, string?)[] run = [("channel", channel), ("command", command)];
        Assert.Equal("app_not_connected", await api.ErrorAsync("social.commands.run", api.Ann, run));
        Assert.Equal("command_not_found", await api.ErrorAsync("social.commands.run", api.Ann, ("channel", channel), ("command", "/nothing-here")));
        var (outsider, _) = await api.NewMemberAsync();
        Assert.Equal("not_in_channel", await api.ErrorAsync("social.commands.run", outsider, run));
        Assert.Equal("restricted_action", await api.ErrorAsync("social.apps.commands.set", outsider, ("app", app.Id), ("command", command)));
        Assert.Equal("invalid_command", await api.ErrorAsync("social.apps.commands.set", api.Ann, ("app", app.Id), ("command", "no-slash")));
        var other = await api.NewAppAsync(api.Ann, "commands");
        Assert.Equal("name_taken", await api.ErrorAsync("social.apps.commands.set", api.Ann, ("app", other.Id), ("command", command)));

        await using var silent = await OpenAsync(app);
        Assert.Equal("operation_timeout", await api.ErrorAsync("social.commands.run", api.Ann, run));
        Assert.Single(silent.Frames, f => TestSocket.Is(f, "slash_commands"));
    }

    [Fact]
    public async Task An_app_that_takes_its_time_costs_nobody_their_session()
    {
        var (app, channel, command) = await NewAsync();
        await using var slow = await OpenAsync(app);
        var (token, user) = await api.NewMemberAsync();
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        await using var first = await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", token)).Text("url"));
        await first.ConfirmAsync();
        var running = api.ErrorAsync("social.commands.run", api.Ann, ("channel", channel), ("command", command));
        await slow.WaitAsync("the command", f => TestSocket.Is(f, "slash_commands"));

        // The gateway is asked whether the first socket is open while it waits for the app.
        await using var second = await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", token)).Text("url"));
        Assert.Equal("operation_timeout", await running);
        await api.PostAsync(api.Ann, channel, "for both");
        await second.UntilAsync("the message", s => s.Texts(channel).Contains("for both", StringComparer.Ordinal));
        await first.UntilAsync("the message", s => s.Texts(channel).Contains("for both", StringComparer.Ordinal));
        Assert.False(first.HasEnded);
    }

    [Fact]
    public async Task A_click_comes_to_the_app_of_the_message_which_can_replace_it()
    {
        var (app, channel, _) = await NewAsync(isPrivate: true);
        const string Blocks = """
            [{"type":"actions","block_id":"choice","elements":[{"type":"button","action_id":"yes","text":{"type":"plain_text","text":"Yes"},"value":"1"}]}]
            """;
        var ts = (await api.OkAsync("chat.postMessage", app.BotToken, ("channel", channel), ("text", "sure?"), ("blocks", Blocks))).Text("ts");
        await using var socket = await OpenAsync(app);
        Assert.Equal("action_not_found", await api.ErrorAsync("social.actions.report", api.Ann, ("channel", channel), ("message_ts", ts), ("action_id", "no")));
        var clicking = api.OkAsync("social.actions.report", api.Ann, ("channel", channel), ("message_ts", ts), ("action_id", "yes"), ("value", "forged"));
        var envelope = await socket.WaitAsync("the click", f => TestSocket.Is(f, "interactive"));
        await AcknowledgeAsync(socket, envelope, null);
        await clicking;
        var payload = envelope.GetProperty("payload");
        var action = payload.GetProperty("actions")[0];
        Assert.Equal(
            ("block_actions", "yes", "choice", "1", "button", ts),
            (payload.Text("type"), action.Text("action_id"), action.Text("block_id"), action.Text("value"), action.Text("type"), payload.GetProperty("container").Text("message_ts")));
        Assert.Equal((channel, "privategroup"), (payload.GetProperty("channel").Text("id"), payload.GetProperty("channel").Text("name")));
        Assert.NotEmpty(payload.Text("trigger_id"));
        Assert.Equal((HttpStatusCode.OK, "ok"), await RespondAsync(payload.Text("response_url"), new { text = "done", replace_original = true, blocks = Array.Empty<int>() }));
        Assert.Equal("done", (await api.TextsAsync(api.Ann, channel))[0]);
    }

    private static Task AcknowledgeAsync(TestSocket socket, JsonElement envelope, object? payload) =>
        socket.SendAsync(JsonSerializer.Serialize(new { envelope_id = envelope.Text("envelope_id"), payload }));

    private async Task<(TestApp App, string Channel, string Command)> NewAsync(bool isPrivate = false)
    {
        var (app, channel) = (await api.NewAppAsync(api.Ann, "chat:write,commands"), await api.NewChannelAsync(api.Ann, isPrivate));
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", app.User));
        var command = "/" + ProductApi.Unique("cmd");
        await api.OkAsync("social.apps.commands.set", api.Ann, ("app", app.Id), ("command", command), ("description", "does it"));
        return (app, channel, command);
    }

    private async Task<TestSocket> OpenAsync(TestApp app) => await TestSocket.OpenAsync((await api.OkAsync("apps.connections.open", app.AppToken)).Text("url"));

    private async Task<(HttpStatusCode Status, string Word)> RespondAsync(string url, object answer)
    {
        using var response = await api.Http.PostAsJsonAsync(url, answer);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
