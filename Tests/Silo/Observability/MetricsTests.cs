using System.Globalization;
using System.Net;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Silo.Observability;

/// <summary>Every metric that operators are promised is driven once and seen to move on /metrics.</summary>
public sealed class MetricsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanssocial-");
    private readonly HttpClient _http = new(new CheckedAnswers());
    private ProductProcess _product = null!;
    private DemoFile _demo = null!;

    public async ValueTask InitializeAsync()
    {
        // One lane and a queue of three rows: two channels wait for each other and refuse what is more. Dropped events have to be repaired.
        _product = await ProductProcess.StartAsync(
            _folder.FullName,
            environment: new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["OrleansSocial__Writes__Lanes"] = "1",
                ["OrleansSocial__Writes__QueueRowsMax"] = "3",
                ["OrleansSocial__Delivery__DropEventPercent"] = "50",
            });
        _demo = DemoFile.Read(_folder.FullName);
        _http.BaseAddress = _product.BaseUrl;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _product.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_metric_moves_when_what_it_counts_happens()
    {
        var before = await ReadAsync();
        await using var socket = await TestSocket.OpenAsync(await ConnectAsync());
        using var stop = new CancellationTokenSource();
        var posts = Task.WhenAll(Enumerable.Range(0, 8).Select(sender => PostAsync(sender, stop.Token)));

        // Depths and ages go back to zero by themselves: the load goes on until each was seen above it. (Those of an outbox are
        // above zero only while a gateway stalls: OutboxQueueTests.)
        HashSet<string> gauges =
        [
            "orleanssocial_writes_queue_rows", "orleanssocial_writes_queue_bytes", "orleanssocial_writes_queue_age_seconds",
        ];
        await Eventually.TrueAsync(
            "all gauges above zero and 300 events",
            async () =>
            {
                var now = await ReadAsync();
                gauges.RemoveWhere(g => now.GetValueOrDefault(g) > 0);
                return gauges.Count == 0 && now.GetValueOrDefault("orleanssocial_outbox_events_total") > 300;
            },
            Patience);
        await stop.CancelAsync();
        Assert.Contains(HttpStatusCode.TooManyRequests, (await posts).SelectMany(p => p));

        // A cursor from long ago, before what the tail of 200 events reaches: too far to repair.
        await using var old = await TestSocket.OpenAsync(
            await ConnectAsync(), new Dictionary<string, string>(StringComparer.Ordinal) { [_demo.ChannelId("general")] = "1000000000.000002" });
        string[] counters =
        [
            "orleanssocial_writes_batch_rows_count", "orleanssocial_writes_flush_duration_seconds_count", "orleanssocial_writes_refusals_total",
            "orleanssocial_outbox_events_total", "orleanssocial_outbox_batches_total", "orleanssocial_outbox_dropped_total",
            "orleanssocial_gateway_repairs_total", "orleanssocial_gateway_pages_total", "orleanssocial_sockets_resyncs_total", "orleanssocial_sockets_frames_total",
            "orleanssocial_chain_repairs_tail_total", "orleanssocial_gateway_calls_total",
        ];
        foreach (var counter in counters)
        {
            await Eventually.TrueAsync($"{counter} moved", async () => (await ReadAsync()).GetValueOrDefault(counter) > before.GetValueOrDefault(counter));
        }

        Assert.Equal(2, (await ReadAsync())["orleanssocial_sockets_open"]);
        Assert.Contains((await ReadAsync()).Keys, n => n.StartsWith("orleans_", StringComparison.Ordinal));
    }

    private async Task<HashSet<HttpStatusCode>> PostAsync(int sender, CancellationToken stop)
    {
        var statuses = new HashSet<HttpStatusCode>();
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            using var answer = await CallAsync(
                "chat.postMessage",
                _demo.Users[0].Token,
                ("channel", _demo.ChannelId(sender % 2 == 0 ? "general" : "random")),
                ("text", $"{sender}/{n}"));
            statuses.Add(answer.StatusCode);
        }

        return statuses;
    }

    private async Task<string> ConnectAsync()
    {
        using var answer = await CallAsync("rtm.connect", _demo.Users[1].Token);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("url").GetString()!;
    }

    private async Task<HttpResponseMessage> CallAsync(string method, string token, params (string Name, string Value)[] arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/{method}")
        {
            Content = new FormUrlEncodedContent(arguments.Select(a => new KeyValuePair<string, string>(a.Name, a.Value))),
        };
        request.Headers.Authorization = new("Bearer", token);
        return await _http.SendAsync(request);
    }

    // The sum over all label sets of each series.
    private async Task<Dictionary<string, double>> ReadAsync()
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in (await _http.GetStringAsync("metrics")).Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var name = line[..line.IndexOfAny(['{', ' '])];
            var value = line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0];
            if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                values[name] = values.GetValueOrDefault(name) + number;
            }
        }

        return values;
    }
}
