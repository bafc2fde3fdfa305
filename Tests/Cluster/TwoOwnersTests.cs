using System.Collections.Concurrent;
using System.Globalization;
using OrleansSocial.Benchmarks.Faults;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Cluster;

/// <summary>Two silos that cannot see each other both write to the same channels: the database lets one of them at a time.</summary>
[Collection(ClusterCollection.Name)]
public sealed class TwoOwnersTests(ClusterFixture cluster)
{
    private const int Channels = 4;
    private const int PostsPerChannel = 60; // both sides: 120, within a page of history
    private const int TriesMax = 60;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task No_ts_is_given_twice_and_nothing_is_missing_in_history()
    {
        var stop = TestContext.Current.CancellationToken;
        await cluster.ReadyAsync();
        using var api = new FaultApi(TimeProvider.System);
        var setup = await SetupAsync(api, stop);
        await using var stranger = cluster.Make("all", 9, clusterId: "stranger");
        stranger.Start();
        await stranger.ReadyAsync(stop);
        string[] sides = [cluster.GatewayUrls[0], stranger.Address.ToString().TrimEnd('/')];
        var prefix = $"two{Guid.CreateVersion7():N}";
        var since = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMicroseconds;
        var acked = new ConcurrentBag<(string Channel, string Text, string Ts)>();

        await Task.WhenAll(Enumerable.Range(0, Channels).SelectMany(number => sides.Select(async side =>
        {
            var channel = setup.Main.Channels[number];
            var author = setup.Main.Members[channel.Members[0]];
            for (var post = 0; post < PostsPerChannel; post++)
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}-{new Uri(side).Port}-{post}");
                acked.Add((channel.Id, text, await PostAsync(api, side, author, channel.Id, text, stop)));
            }
        })));

        var rows = await StoredRows.QueryAsync(cluster.Postgres.ConnectionString(), setup.Main.Id, (long)since, stop);
        var stored = rows.Messages.Where(m => m.Body.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        Assert.Equal(
            acked.Select(a => $"{a.Channel} {a.Ts} {a.Text}").Order(StringComparer.Ordinal),
            stored.Select(m => $"{m.Channel} {WireTs.Format(m.Ts)} {m.Body}").Order(StringComparer.Ordinal));
        Assert.Equal(stored.Count, stored.Select(m => (m.Channel, m.Ts)).Distinct().Count());
        foreach (var channel in setup.Main.Channels.Take(Channels))
        {
            var expected = stored.Where(m => string.Equals(m.Channel, channel.Id, StringComparison.Ordinal)).OrderByDescending(m => m.Ts).Select(m => m.Body).ToList();
            foreach (var side in sides)
            {
                // A post takes the channel over, so that the side's activation is the newer one when it reads.
                var author = setup.Main.Members[channel.Members[0]];
                await PostAsync(api, side, author, channel.Id, $"{prefix}-last-{new Uri(side).Port}", stop);
                Assert.Equal(expected, [.. (await HistoryAsync(api, side, author, channel.Id, stop)).Where(t => !t.StartsWith($"{prefix}-last", StringComparison.Ordinal))]);
            }
        }
    }

    private static async Task<string> PostAsync(FaultApi api, string gateway, FaultMember author, string channel, string text, CancellationToken stop)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["channel"] = channel, ["text"] = text, ["client_msg_id"] = text };
        ApiReply? last = null;
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            last = await api.CallAsync(gateway, "chat.postMessage", author.Token, form, log: null, stop);
            if (last.Ok && last.Text("ts") is { } ts)
            {
                return ts;
            }

            Assert.True(last.Status is not 200, $"a post was refused: {last.Why}");
            await Task.Delay(last.RetryAfter ?? RetryPause, stop);
        }

        throw new TimeoutException($"{text} was never acked: {last?.Why}");
    }

    private static async Task<List<string>> HistoryAsync(FaultApi api, string gateway, FaultMember reader, string channel, CancellationToken stop)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["channel"] = channel, ["limit"] = "200" };
        var reply = await api.CallAsync(gateway, "conversations.history", reader.Token, form, log: null, stop);
        Assert.True(reply.Ok, $"history: {reply.Why}");
        return [.. reply.Body!.Value.GetProperty("messages").EnumerateArray()
            .Select(m => m.GetProperty("text").GetString()!)
            .Where(t => t.StartsWith("two", StringComparison.Ordinal))];
    }

    private async Task<FaultSetup> SetupAsync(FaultApi api, CancellationToken stop)
    {
        var file = Path.Combine(cluster.Folder, "setup.json");
        if (!File.Exists(file))
        {
            (await new SetupMaker(api, new GatewayPool(cluster.GatewayUrls)).MakeAsync(stop)).Save(file);
        }

        return FaultSetup.Load(file);
    }
}
