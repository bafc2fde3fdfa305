using Microsoft.AspNetCore.Http;
using OrleansSocial.Client;
using OrleansSocial.Client.Commands;

namespace OrleansSocial.Tests.Client.Commands;

public sealed class RootCommandsTests
{
    [Theory]
    [InlineData("post general", "text")]
    [InlineData("history general --limit 0", "--limit")]
    [InlineData("signup --name a --email a@b.c", "--invite")]
    [InlineData("signup --name a --email a@b.c --team a --domain a --invite x", "--invite")]
    [InlineData("ops fence bump 0 2", "group")]
    [InlineData("tail --count 0", "--count")]
    [InlineData("dance", "dance")]
    public void A_wrong_command_line_says_what_is_wrong(string line, string named)
    {
        var parsed = RootCommands.Create(_ => null, TimeProvider.System, TextWriter.Null, TextWriter.Null).Parse(line);

        Assert.Contains(parsed.Errors, e => e.Message.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_login_a_command_says_how_to_get_one()
    {
        var (code, _, error) = await RunAsync("channels");

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("login", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ops_verbs_never_send_the_users_token()
    {
        var (code, output, error) = await RunAsync("ops map --json", ("ORLEANSSOCIAL_TOKEN", "xoxp-1"));

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("operator", error, StringComparison.Ordinal);
        Assert.Equal("""{"ok":false,"error":"usage"}""", output.Trim());
    }

    [Fact]
    public async Task A_post_prints_its_ts_and_history_its_line()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.On("conversations.list", () => new { ok = true, channels = new[] { new { id = "C00000001", name = "general" } } });
        gateway.On("chat.postMessage", () => new { ok = true, ts = "1700000000.000001", channel = "C00000001" });
        gateway.On("conversations.history", () => new { ok = true, messages = new[] { new { user = "U00000001", text = "hi\u001b[31m", ts = "1700000000.000001" } } });
        gateway.On("users.info", () => new { ok = true, user = new { name = "ada" } });
        var login = (CommonOptions.TokenVariable, "xoxp-1");
        var url = (CommonOptions.UrlVariable, gateway.BaseUrl.ToString());

        Assert.Equal((ExitCodes.Done, "1700000000.000001", string.Empty), await RunAsync("post #general hi", login, url));
        var (_, line, _) = await RunAsync("history general", login, url);
        Assert.EndsWith("ada: hi\uFFFD[31m", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("history general --since 1700000000.000001", "1700000000.000001", "9999999999.999999")]
    [InlineData("history general --since 1700000000.000001 --before 1700000000.000009", "1700000000.000001", "1700000000.000009")]
    [InlineData("history general", "", "")]
    public async Task History_since_a_ts_still_asks_for_the_last_messages(string line, string oldest, string latest)
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.On("conversations.list", () => new { ok = true, channels = new[] { new { id = "C00000001", name = "general" } } });
        var asked = (Oldest: "none", Latest: "none");
        gateway.On("conversations.history", (form, response) =>
        {
            asked = (form["oldest"].ToString(), form["latest"].ToString());
            return response.WriteAsJsonAsync(new { ok = true, messages = Array.Empty<object>() });
        });

        await RunAsync(line, (CommonOptions.TokenVariable, "xoxp-1"), (CommonOptions.UrlVariable, gateway.BaseUrl.ToString()));
        Assert.Equal((oldest, latest), asked);
    }

    [Fact]
    public async Task A_text_that_begins_with_at_is_posted_as_it_is()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var posted = string.Empty;
        gateway.On("conversations.list", () => new { ok = true, channels = new[] { new { id = "C00000001", name = "general" } } });
        gateway.On("chat.postMessage", (form, response) =>
        {
            posted = form["text"].ToString();
            return response.WriteAsJsonAsync(new { ok = true, ts = "1700000000.000001" });
        });

        var (code, _, error) = await RunAsync("post general @ada", (CommonOptions.TokenVariable, "xoxp-1"), (CommonOptions.UrlVariable, gateway.BaseUrl.ToString()));
        Assert.Equal((ExitCodes.Done, "@ada", string.Empty), (code, posted, error));
    }

    [Fact]
    public async Task A_saved_login_is_sent_to_no_other_server()
    {
        var config = Directory.CreateTempSubdirectory("orleanssocial-config-");
        await using var gateway = await FakeGateway.StartAsync();
        await using var other = await FakeGateway.StartAsync();
        gateway.On("social.logIn", () => new { ok = true, token = "xoxp-secret", team_id = "T1", user_id = "U1" });
        gateway.On("conversations.list", () => new { ok = true, channels = Array.Empty<object>() });
        var asked = false;
        other.On("conversations.list", () => new { ok = asked = true, channels = Array.Empty<object>() });
        (string, string) home = ("XDG_CONFIG_HOME", config.FullName);

        Assert.Equal(ExitCodes.Done, (await RunAsync($"login --email a@b.c --password p --url {gateway.BaseUrl}", home)).Code);
        Assert.Equal(ExitCodes.Done, (await RunAsync("channels", home)).Code);
        var (code, _, error) = await RunAsync($"channels --url {other.BaseUrl}", home);
        Assert.Equal((ExitCodes.Usage, false), (code, asked));
        Assert.Contains("log in there", error, StringComparison.Ordinal);
        config.Delete(recursive: true);
    }

    [Fact]
    public async Task A_log_in_that_cannot_be_saved_says_so()
    {
        var file = Path.GetTempFileName();
        await using var gateway = await FakeGateway.StartAsync();
        gateway.On("social.logIn", () => new { ok = true, token = "xoxp-secret", team_id = "T1", user_id = "U1" });

        var (code, output, error) = await RunAsync($"login --email a@b.c --password p --url {gateway.BaseUrl}", ("XDG_CONFIG_HOME", file));
        Assert.Equal((ExitCodes.NotSaved, "logged in as U1 of team T1"), (code, output));
        Assert.Contains("could not be saved in " + file, error, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task Nobody_reading_the_output_ends_the_command()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.On("conversations.list", () => new { ok = true, channels = new[] { new { id = "C00000001", name = "general" } } });
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [CommonOptions.TokenVariable] = "xoxp-1",
            [CommonOptions.UrlVariable] = gateway.BaseUrl.ToString(),
            ["XDG_CONFIG_HOME"] = "/nowhere",
        };
        using var closed = new StreamWriter(new ClosedStream()) { AutoFlush = true };

        var root = RootCommands.Create(values.GetValueOrDefault, TimeProvider.System, closed, TextWriter.Null);
        Assert.Equal(ExitCodes.OutputClosed, await root.Parse("channels", RootCommands.Parsing).InvokeAsync());
        Assert.Equal(ExitCodes.OutputClosed, await root.Parse("history nowhere --json", RootCommands.Parsing).InvokeAsync());
    }

    [Fact]
    public async Task History_of_a_thread_shows_its_last_messages_and_its_parent_once()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.On("users.info", () => new { ok = true, user = new { name = "ada" } });
        gateway.On("conversations.list", () => new { ok = true, channels = new[] { new { id = "C00000001", name = "general" } } });
        gateway.On("conversations.replies", (form, response) =>
        {
            // Pages of two replies, each after the parent, oldest first.
            var first = form["cursor"] == "next" ? 3 : 1;
            var messages = new[] { 0, first, first + 1 }.Select(n => new { user = "U1", text = $"m{n}", ts = $"1700000000.00000{n}", thread_ts = "1700000000.000000" });
            return response.WriteAsJsonAsync(new { ok = true, messages, response_metadata = new { next_cursor = first == 1 ? "next" : string.Empty } });
        });

        (string, string)[] to = [(CommonOptions.TokenVariable, "xoxp-1"), (CommonOptions.UrlVariable, gateway.BaseUrl.ToString())];
        Assert.Equal(["m3", "m4"], await TextsAsync("history general --thread 1700000000.000000 --limit 2"));
        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], await TextsAsync("history general --thread 1700000000.000000"));

        async Task<IEnumerable<string>> TextsAsync(string line) => (await RunAsync(line, to)).Output.Split('\n').Select(l => l[^2..]);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string line, params (string Name, string Value)[] environment)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var values = environment.ToDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal);
        values.TryAdd("XDG_CONFIG_HOME", Path.Combine(Path.GetTempPath(), "orleanssocial-no-such-folder"));
        var root = RootCommands.Create(values.GetValueOrDefault, TimeProvider.System, output, error);
        var code = await root.Parse(line, RootCommands.Parsing).InvokeAsync();
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }

    private sealed class ClosedStream : MemoryStream
    {
        private const int BrokenPipe = 32;

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe", BrokenPipe);

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe", BrokenPipe);
    }
}
