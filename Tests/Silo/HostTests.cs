using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Silo;

/// <summary>The host as a process: what it writes, what it keeps, how it ends.</summary>
public sealed class HostTests : IDisposable
{
    private static readonly Dictionary<string, string?> CheapPasswords = new(StringComparer.Ordinal) { ["OrleansSocial__Accounts__BcryptCost"] = "4" };
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanssocial-host-");
    private readonly HttpClient _http = new(new CheckedAnswers());

    public void Dispose()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_first_start_serves_keeps_its_secrets_closed_and_ends_within_10_seconds()
    {
        await using var product = await ProductProcess.StartAsync(_folder.FullName, environment: CheapPasswords);

        Assert.Equal("live", await _http.GetStringAsync(new Uri(product.BaseUrl, "health/live")));
        Assert.Contains("\"ready\":true", await _http.GetStringAsync(new Uri(product.BaseUrl, "health/ready")), StringComparison.Ordinal);
        var metrics = await _http.GetStringAsync(new Uri(product.BaseUrl, "metrics"));
        Assert.Contains("orleanssocial_", metrics, StringComparison.Ordinal);
        Assert.Contains("orleans_messaging", metrics, StringComparison.Ordinal);
        Assert.Contains("kestrel_", metrics, StringComparison.Ordinal);
        Assert.Contains("dotnet_", metrics, StringComparison.Ordinal);
        foreach (var secret in new[] { "demo.json", "demo.secret", "operator.token", "postgres/one/password" })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.FullName, secret)));
        }

        var demo = DemoFile.Read(_folder.FullName);
        Assert.Equal(product.BaseUrl.AbsoluteUri.TrimEnd('/'), demo.BaseUrl);
        Assert.Equal(3, demo.Users.Count);
        Assert.Equal(["general", "random"], demo.Channels.Select(channel => channel.Name));
        await MembersAreAllFourAsync(demo);

        var second = await ChildProcess.RunAsync(Repository.Executable("Silo"), ["--data", _folder.FullName, "--port", "0"], ExitTimeout);
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("used by another host", second.Output.Text, StringComparison.Ordinal);
        Assert.Contains(_folder.FullName, second.Output.Text, StringComparison.Ordinal);

        Assert.True(await product.Child.StopAsync(), "the host was still there 10 s after SIGTERM");
        Assert.Equal(0, product.Child.ExitCode);
        Assert.Empty(ProcessesOf(_folder.FullName));
    }

    [Fact]
    public async Task Later_starts_find_accounts_and_messages_even_after_a_kill_and_without_demo_json()
    {
        DemoFile first;
        string[] texts = ["before", "after a stop", "after a kill"];
        await using (var product = await ProductProcess.StartAsync(_folder.FullName, environment: CheapPasswords))
        {
            first = DemoFile.Read(_folder.FullName);
            await PostAsync(first, texts[0]);
        }

        await using (var product = await ProductProcess.StartAsync(_folder.FullName, environment: CheapPasswords))
        {
            var second = DemoFile.Read(_folder.FullName);
            Assert.Equal(first.Users, second.Users);
            Assert.Equal(first.Bot, second.Bot);
            await PostAsync(second, texts[1]);
            await product.Child.KillAsync();
        }

        File.Delete(Path.Combine(_folder.FullName, "demo.json"));
        await using (var product = await ProductProcess.StartAsync(_folder.FullName, environment: CheapPasswords))
        {
            var third = DemoFile.Read(_folder.FullName);
            Assert.Equal(first.Users.Select(user => (user.Id, user.Password)), third.Users.Select(user => (user.Id, user.Password)));
            Assert.Equal(first.Channels, third.Channels);
            await PostAsync(third, texts[2]);
            await MembersAreAllFourAsync(third, bots: 2);
            Assert.Equal(texts.Reverse(), await HistoryAsync(third));
        }

        Assert.Empty(ProcessesOf(_folder.FullName));
    }

    [Fact]
    public async Task On_a_public_address_there_is_no_demo_and_strangers_get_no_metrics()
    {
        var address = OwnAddress();
        Assert.SkipWhen(address is null, "this machine has no address but loopback");
        await using var product = await ProductProcess.StartAsync(_folder.FullName, ["--urls", "http://0.0.0.0:0"]);

        Assert.False(File.Exists(Path.Combine(_folder.FullName, "demo.json")));
        using var strangers = await _http.GetAsync(new UriBuilder("http", address!.ToString(), product.BaseUrl.Port, "metrics").Uri);
        Assert.Equal(HttpStatusCode.NotFound, strangers.StatusCode);
        using var ours = await _http.GetAsync(new Uri(product.BaseUrl, "metrics"));
        Assert.Equal(HttpStatusCode.OK, ours.StatusCode);
    }

    [Fact]
    public async Task A_program_and_data_in_a_folder_closed_to_others_work_for_root_too()
    {
        // The layout of a publish: the PostgreSQL programs beside the host's.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file modes and accounts are of Linux");
        var closed = Directory.CreateDirectory(
            Path.Combine(_folder.FullName, "closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var program = Path.Combine(closed.FullName, "program");
        await CopyAsync(Repository.Output("Silo"), program);
        await CopyAsync(Path.Combine(Repository.Root, "artifacts", "embedded-postgres"), Path.Combine(program, "embedded-postgres"));

        await using var host = ChildProcess.Start(
            Path.Combine(program, "OrleansSocial.Silo"), ["--data", Path.Combine(closed.FullName, "data"), "--port", "0", "--no-demo"], folder: closed.FullName);
        await host.StandardOutput.WaitForLineAsync("the ready line", line => line.StartsWith("ready ", StringComparison.Ordinal), TimeSpan.FromSeconds(90));
        Assert.All(ProcessesOf("postgres -D " + closed.FullName), line => Assert.Contains(program, line, StringComparison.Ordinal));
        Assert.True(await host.StopAsync(), "the host was still there 10 s after SIGTERM");
        Assert.False(File.Exists(Path.Combine(closed.FullName, "data", "demo.json")));
    }

    private static async Task CopyAsync(string from, string to) =>
        Assert.Equal(0, (await ChildProcess.RunAsync("cp", ["-a", from, to], ExitTimeout)).ExitCode);

    private static IPAddress? OwnAddress() => Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork)
        .FirstOrDefault(address => !IPAddress.IsLoopback(address));

    private static List<string> ProcessesOf(string folder) =>
        [.. Directory.EnumerateDirectories("/proc").Select(CommandLine).Where(line => line.Contains(folder, StringComparison.Ordinal))];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private async Task MembersAreAllFourAsync(DemoFile demo, int bots = 1)
    {
        foreach (var channel in demo.Channels)
        {
            var answer = await CallAsync(demo, "conversations.members", ("channel", channel.Id));
            Assert.Equal(demo.Users.Count + bots, answer.GetProperty("members").GetArrayLength());
        }
    }

    private Task PostAsync(DemoFile demo, string text) => CallAsync(demo, "chat.postMessage", ("channel", demo.Channels[0].Id), ("text", text));

    private async Task<IEnumerable<string?>> HistoryAsync(DemoFile demo)
    {
        var answer = await CallAsync(demo, "conversations.history", ("channel", demo.Channels[0].Id));
        return answer.GetProperty("messages").EnumerateArray()
            .Where(message => !message.TryGetProperty("subtype", out _))
            .Select(message => message.GetProperty("text").GetString());
    }

    private async Task<JsonElement> CallAsync(DemoFile demo, string method, params (string Name, string Value)[] arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{demo.BaseUrl}/api/{method}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", demo.Users[0].Token);
        request.Content = new FormUrlEncodedContent(arguments.Select(argument => KeyValuePair.Create(argument.Name, argument.Value)));
        using var response = await _http.SendAsync(request);
        var answer = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        Assert.True(answer.GetProperty("ok").GetBoolean(), $"{method}: {answer}");
        return answer;
    }
}
