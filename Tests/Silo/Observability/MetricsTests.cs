using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrleansSocial.Tests.Architecture;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Silo.Observability;

/// <summary>Each instrument of ours is driven on a real host and seen to move at /metrics.</summary>
public sealed partial class MetricsTests : IAsyncLifetime
{
    private const int ChannelCount = 8;
    private const int Posts = 40;

    /// <summary>What this test does not drive, and where or why not.</summary>
    private static readonly Dictionary<string, string> NotDriven = new(StringComparer.Ordinal)
    {
        ["orleanssocial.chain.owners_lost"] = "needs two activations of one chain",
        ["orleanssocial.chain.repairs.database"] = "needs a gap longer than a tail",
        ["orleanssocial.chain.refusals"] = "needs 2,000 rows that wait in one chain",
        ["orleanssocial.gateway.loop_depth"] = "is not 0 for microseconds only",
        ["orleanssocial.gateway.resyncs"] = "needs a gap of 10,000 events",
        ["orleanssocial.outbox.age"] = "is not 0 while a gateway stalls only: OutboxQueueTests.It_knows_how_long_its_oldest_event_has_waited",
        ["orleanssocial.outbox.depth"] = "as outbox.age",
        ["orleanssocial.outbox.failures"] = "needs a queue that refuses",
        ["orleanssocial.sockets.slow"] = "Cluster/StalledSocketsTests has clients that stop reading",
        ["orleanssocial.sockets.resyncs"] = "needs a session older than it is kept",
    };

    private static readonly Dictionary<string, string?> Settings = new(StringComparer.Ordinal)
    {
        ["OrleansSocial__Accounts__BcryptCost"] = "4",
        ["OrleansSocial__Delivery__DropEventPercent"] = "50",
        ["OrleansSocial__Writes__QueueRowsMax"] = "1000",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanssocial-metrics-");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private ProductProcess? _product;
    private DemoFile? _demo;

    private DemoFile Demo => _demo!;

    public async ValueTask InitializeAsync()
    {
        _product = await ProductProcess.StartAsync(_folder.FullName, environment: Settings);
        _demo = DemoFile.Read(_folder.FullName);
    }

    public async ValueTask DisposeAsync()
    {
        if (_product is not null)
        {
            await _product.DisposeAsync();
        }

        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_instrument_moves()
    {
        var names = Instruments();
        var before = await ScrapeAsync();
        var channels = new List<string> { Demo.Channels[0].Id };
        while (channels.Count < ChannelCount)
        {
            channels.Add((await CallAsync("conversations.create", ("name", string.Create(CultureInfo.InvariantCulture, $"metrics-{channels.Count}")))).GetProperty("channel").GetProperty("id").GetString()!);
        }

        var url = (await CallAsync("rtm.connect")).GetProperty("url").GetString()!;
        await using var socket = await TestSocket.OpenAsync(url);
        await socket.SendAsync("no JSON");
        var peaks = new Dictionary<string, double>(StringComparer.Ordinal);
        Peak(peaks, await ScrapeAsync(), names);
        for (var i = 0; i < Posts; i++)
        {
            await PostAsync(channels[0], string.Create(CultureInfo.InvariantCulture, $"post {i}"));
        }

        await socket.UntilAsync("the last post in spite of dropped events", s => s.Texts(channels[0]).Contains($"post {Posts - 1}", StringComparer.Ordinal));
        var still = names.Except(NotDriven.Keys, StringComparer.Ordinal).ToList();
        await Eventually.TrueAsync(() => $"to move: {string.Join(", ", still)}", async () =>
        {
            Peak(peaks, await ScrapeAsync(), names);
            still.RemoveAll(name => peaks.GetValueOrDefault(name) > Value(before, name));
            return still.Count == 0;
        });
    }

    [Fact]
    public void The_list_of_what_is_not_driven_names_instruments_that_exist() => Assert.Empty(NotDriven.Keys.Except(Instruments(), StringComparer.Ordinal));

    private static List<string> Instruments() => [.. SourceTree.Files
        .Where(file => file.EndsWith("Instruments.cs", StringComparison.Ordinal) && !file.StartsWith("Tests/", StringComparison.Ordinal) && !file.StartsWith("Benchmarks/", StringComparison.Ordinal))
        .SelectMany(file => InstrumentName().Matches(SourceTree.Read(file)).Select(match => match.Groups["name"].Value))
        .Distinct(StringComparer.Ordinal)];

    private static void Peak(Dictionary<string, double> peaks, string scrape, List<string> names)
    {
        foreach (var name in names)
        {
            peaks[name] = Math.Max(peaks.GetValueOrDefault(name), Value(scrape, name));
        }
    }

    // The sum over all labels; of a histogram its count.
    private static double Value(string scrape, string instrument)
    {
        var name = instrument.Replace('.', '_');
        string[] forms = [name, name + "_total", name + "_seconds", name + "_bytes", name + "_count", name + "_seconds_count"];
        return scrape.Split('\n')
            .Where(line => forms.Contains(line.Split('{', ' ')[0], StringComparer.Ordinal))
            .Sum(line => double.Parse(SampleValue().Match(line).Groups["value"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("\"(?<name>orleanssocial\\.[a-z_.]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InstrumentName();

    // name{labels} value [timestamp]
    [GeneratedRegex(@"^[a-z0-9_]+(\{.*\})? (?<value>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SampleValue();

    // While the database stands still, rows queue up, and the writer's queue of two refuses the rest.
    internal async Task FrozenDatabaseAsync(List<string> channels, Dictionary<string, double> peaks, List<string> names)
    {
        var server = DatabaseProcesses();
        Assert.NotEmpty(server);
        List<Task> posting;
        server.ForEach(pid => Signals.Send(pid, Signals.Stop));
        try
        {
            posting = [.. channels.Select(channel => PostAsync(channel, "while frozen"))];
            await Eventually.TrueAsync(() => $"rows to wait and be refused; seen: {string.Join(", ", peaks)}", async () =>
            {
                Peak(peaks, await ScrapeAsync(), names);
                return peaks["orleanssocial.writes.queue.age"] > 0 && peaks["orleanssocial.writes.refusals"] > 0 && peaks["orleanssocial.chain.pending"] > 0;
            });
        }
        finally
        {
            server.ForEach(pid => Signals.Send(pid, Signals.Continue));
        }

        await Task.WhenAll(posting);
    }

    private List<int> DatabaseProcesses()
    {
        var data = Path.Combine(_folder.FullName, "postgres", "one", "data");
        return [.. Directory.EnumerateDirectories("/proc")
            .Where(process => int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out _) && WorkingFolder(process) == data)
            .Select(process => int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture))];
    }

    private static string? WorkingFolder(string process)
    {
        try
        {
            return File.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false)?.FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private Task<string> ScrapeAsync() => _http.GetStringAsync(new Uri(_product!.BaseUrl, "metrics"));

    // A refusal for lack of room is repeated, as clients do.
    private async Task PostAsync(string channel, string text)
    {
        while (true)
        {
            var answer = await SendAsync("chat.postMessage", ("channel", channel), ("text", text));
            if (answer.GetProperty("ok").GetBoolean())
            {
                return;
            }

            Assert.Equal("ratelimited", answer.GetProperty("error").GetString());
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private async Task<JsonElement> CallAsync(string method, params (string Name, string Value)[] arguments)
    {
        var answer = await SendAsync(method, arguments);
        Assert.True(answer.GetProperty("ok").GetBoolean(), $"{method}: {answer}");
        return answer;
    }

    private async Task<JsonElement> SendAsync(string method, params (string Name, string Value)[] arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_product!.BaseUrl, "api/" + method));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Demo.Users[0].Token);
        request.Content = new FormUrlEncodedContent(arguments.Select(argument => KeyValuePair.Create(argument.Name, argument.Value)));
        using var response = await _http.SendAsync(request);
        return JsonElement.Parse(await response.Content.ReadAsByteArrayAsync());
    }
}
