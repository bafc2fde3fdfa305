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

    private static async Task<(int Code, string Output, string Error)> RunAsync(string line, params (string Name, string Value)[] environment)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var values = environment.ToDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal);
        values.TryAdd("XDG_CONFIG_HOME", Path.Combine(Path.GetTempPath(), "orleanssocial-no-such-folder"));
        var root = RootCommands.Create(values.GetValueOrDefault, TimeProvider.System, output, error);
        var code = await root.Parse(line).InvokeAsync();
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }
}
