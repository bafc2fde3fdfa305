using System.Globalization;
using System.Text.Json;
using OrleansSocial.Client;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Slack.Product;

namespace OrleansSocial.Tests.Client;

/// <summary>The console client as its users run it, against a running product.</summary>
[Collection(ProductCollection.Name)]
public sealed class ConsoleClientTests(ProductFixture product) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo config = Directory.CreateTempSubdirectory("orleanssocial-");

    [Fact]
    public async Task A_newcomer_signs_up_posts_and_reads()
    {
        var domain = $"team{Path.GetRandomFileName()[..8]}";
        var signUp = await OkAsync(
            ["signup", "--name", "cy", "--email", $"cy@{domain}.example", "--password", "correct-horse-battery", "--team", "Cy", "--domain", domain]);
        Assert.Contains("logged in as U", signUp, StringComparison.Ordinal);

        var channels = await OkAsync(["channels", "--json"]);
        var first = Json(channels.Split('\n')[0]).GetProperty("name").GetString()!;
        var posted = Json(await OkAsync(["post", $"#{first}", "hello", "--json"]));
        var history = await OkAsync(["history", first, "--json"]);

        Assert.Contains(history.Split('\n'), line => string.Equals(
            Json(line).GetProperty("ts").GetString(), posted.GetProperty("ts").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_is_shown_as_it_was_written()
    {
        const string Text = "a & <b> &amp; <@U012ABC34>";
        var token = product.Demo.Users[0].Token;
        await OkAsync(["post", "general", Text, "--token", token]);

        Assert.Contains(Text, await OkAsync(["history", "general", "--token", token]), StringComparison.Ordinal);
        var stored = Json((await OkAsync(["history", "general", "--json", "--token", token])).Trim().Split('\n')[^1]);
        Assert.Equal("a &amp; &lt;b&gt; &amp;amp; &lt;@U012ABC34&gt;", stored.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Tail_shows_what_is_for_the_member_alone()
    {
        // A member and a channel of its own: in #general others come and go, and a member's tail goes on with what a socket of theirs missed.
        using var api = new ProductApi(product);
        var (token, user) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        var tail = Start(["tail", channel, "--count", "1", "--token", token]);
        await using var running = tail;
        await tail.Output.WaitForLineAsync("the tail's connection", l => l is "connected", Timeout);

        await api.OkAsync("chat.postEphemeral", api.Ann, ("channel", channel), ("user", user), ("text", "psst &amp; &lt;x&gt;"));

        Assert.True(await tail.WaitForExitAsync(Timeout), tail.Output.Text);
        Assert.Matches("#\\S+ \\(to you alone\\) .*: psst & <x>", tail.StandardOutput.Text);
    }

    [Fact]
    public async Task Log_in_saves_a_token_that_works()
    {
        var ada = product.Demo.Users[0];
        await OkAsync(["login", "--email", ada.Email, "--password", ada.Password]);

        Assert.Contains("#general", await OkAsync(["channels"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_makes_lists_and_removes_an_app()
    {
        string[] ada = ["--token", product.Demo.Users[0].Token];
        var made = Json(await OkAsync(["apps", "create", "console app", "--scopes", "chat:write,users:read", "--json", .. ada]));
        var id = made.GetProperty("app").GetProperty("id").GetString()!;
        Assert.StartsWith("xoxb-", made.GetProperty("bot_token").GetString(), StringComparison.Ordinal);
        var shown = await OkAsync(["apps", "create", "shown app", .. ada]);
        Assert.Equal(
            ["bot token", "app-level token", "signing secret", "client id", "client secret"],
            shown.Split('\n')[1..].Where(l => l.TrimEnd().Length > 17).Select(l => l[..16].TrimEnd()));
        await OkAsync(["apps", "remove", shown.Split('\n')[0], .. ada]);
        Assert.Contains($"{id} console app", await OkAsync(["apps", "list", .. ada]), StringComparison.Ordinal);
        await OkAsync(["apps", "remove", id, .. ada]);
        Assert.DoesNotContain(id, await OkAsync(["apps", "list", .. ada]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tail_shows_each_post_once_and_in_order()
    {
        const int Posts = 20;
        var demo = product.Demo;
        var channel = demo.ChannelId("random");
        var tail = Start(["tail", channel, "--json", "--count", Posts.ToString(CultureInfo.InvariantCulture), "--token", demo.Users[1].Token]);
        await using var running = tail;
        await tail.Output.WaitForLineAsync("the tail's connection", l => l is "connected", Timeout);

        List<string> sent = [];
        for (var i = 0; i < Posts; i++)
        {
            sent.Add((await OkAsync(["post", channel, $"tail {i}", "--token", demo.Users[0].Token])).Trim());
        }

        Assert.True(await tail.WaitForExitAsync(Timeout), tail.Output.Text);
        var seen = tail.StandardOutput.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => Json(l).GetProperty("ts").GetString());
        Assert.Equal(sent, seen, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Tail_goes_on_where_it_was_when_the_product_was_killed_and_started_again()
    {
        var data = Directory.CreateTempSubdirectory("orleanssocial-");
        await using var first = await ProductProcess.StartAsync(data.FullName);
        var demo = DemoFile.Read(data.FullName);
        var (silent, busy) = (demo.ChannelId("random"), demo.ChannelId("general"));
        string[] target = ["--url", first.BaseUrl.ToString()];
        await using var tail = Start(["tail", "--json", "--count", "4", "--token", demo.Users[1].Token, .. target]);
        await tail.Output.WaitForLineAsync("the tail's connection", l => l is "connected", Timeout);

        List<string> sent = [await PostAsync(busy, "before the kill")];
        await tail.StandardOutput.WaitForLineAsync("the first post", l => l.Contains("before the kill", StringComparison.Ordinal), Timeout);
        await first.Child.KillAsync();
        await using var second = await ProductProcess.StartAsync(
            data.FullName, ["--port", first.BaseUrl.Port.ToString(CultureInfo.InvariantCulture)]);
        sent.AddRange([await PostAsync(silent, "to a silent channel"), await PostAsync(busy, "after"), await PostAsync(busy, "the last")]);

        Assert.True(await tail.WaitForExitAsync(Timeout), tail.Output.Text);
        var frames = tail.StandardOutput.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Json).ToLookup(
            f => f.GetProperty("channel").GetString(), f => f.GetProperty("ts").GetString(), StringComparer.Ordinal);
        Assert.Equal([sent[1]], frames[silent], StringComparer.Ordinal);
        Assert.Equal([sent[0], sent[2], sent[3]], frames[busy], StringComparer.Ordinal);
        await second.DisposeAsync();
        data.Delete(recursive: true);

        Task<string> PostAsync(string channel, string text) => OkAsync(["post", channel, text, "--token", demo.Users[0].Token, .. target]);
    }

    [Fact]
    public async Task The_operator_sees_the_map_and_the_writers_and_closes_an_epoch()
    {
        var before = await OkAsync(["ops", "map", "--token", product.OperatorToken]);
        Assert.Contains("epoch=", before, StringComparison.Ordinal);
        Assert.Contains("=", await OkAsync(["ops", "writes", "--token", product.OperatorToken]), StringComparison.Ordinal);

        await OkAsync(["ops", "fence", "bump", "0", "0", "--token", product.OperatorToken]);

        Assert.NotEqual(before, await OkAsync(["ops", "map", "--token", product.OperatorToken]), StringComparer.Ordinal);
        Assert.NotEmpty(await OkAsync(["post", "general", "after the bump", "--token", product.Demo.Users[0].Token]));
    }

    [Fact]
    public async Task A_wrong_command_line_is_told_as_JSON_to_who_asked_for_it()
    {
        var run = await RunAsync(["history", "--json"]);

        Assert.Equal((ExitCodes.Usage, """{"ok":false,"error":"usage"}"""), (run.ExitCode, run.StandardOutput.Text.TrimEnd()));
    }

    [Fact]
    public async Task Tail_ends_when_nobody_reads_it()
    {
        const string Piped = """{ "$0" tail general --token "$1" --seconds 60 2>/dev/null; echo "code $?" >&2; } | head -n 1""";
        await using var shell = ChildProcess.Start("/bin/sh", ["-c", Piped, Repository.Executable("Client"), product.Demo.Users[1].Token], Environment());
        await Eventually.TrueAsync(
            "the tail has ended",
            async () =>
            {
                await OkAsync(["post", "general", "anything", "--token", product.Demo.Users[0].Token]);
                return shell.HasExited;
            },
            Timeout);

        Assert.Contains("code 141", shell.Output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_users_token_is_no_operators_token()
    {
        var run = await RunAsync(["ops", "map", "--token", product.Demo.Users[0].Token]);

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
    }

    public void Dispose() => config.Delete(recursive: true);

    private static JsonElement Json(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    private ChildProcess Start(IEnumerable<string> arguments) =>
        ChildProcess.Start(Repository.Executable("Client"), arguments, Environment());

    private Task<ChildProcess> RunAsync(IEnumerable<string> arguments) =>
        ChildProcess.RunAsync(Repository.Executable("Client"), arguments, Timeout, Environment());

    private async Task<string> OkAsync(IReadOnlyList<string> arguments)
    {
        var run = await RunAsync(arguments);
        Assert.True(run.ExitCode == ExitCodes.Done, $"{arguments[0]} ended with {run.ExitCode}:\n{run.Output.Text}");
        return run.StandardOutput.Text.TrimEnd();
    }

    private Dictionary<string, string?> Environment() => new(StringComparer.Ordinal)
    {
        ["XDG_CONFIG_HOME"] = config.FullName,
        ["ORLEANSSOCIAL_URL"] = product.BaseUrl.ToString(),
        ["ORLEANSSOCIAL_TOKEN"] = null,
    };
}
