using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OrleansSocial.Benchmarks.Faults;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Cluster;

/// <summary>One channel takes all it can: a measurement of what 50 others notice.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SaturatedChannelTests(ClusterFixture cluster)
{
    private const int OtherChannels = 50;
    private const int PostersPerMember = 4;
    private const double FactorMax = 3;

    // A p99 of a fraction of a millisecond would make three times that a matter of the scheduler.
    private const double IdleFloorMs = 4;
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan PostPeriod = TimeSpan.FromMilliseconds(500);

    public static bool Asked => FaultRun.AllFaults;

    [Fact(Skip = "runs with ./check --faults N (2 or more) or --all", SkipUnless = nameof(Asked))]
    public async Task Fifty_other_channels_hardly_notice()
    {
        await cluster.ReadyAsync();
        using var api = new FaultApi(TimeProvider.System);
        var file = Path.Combine(cluster.Folder, "setup.json");
        var setup = File.Exists(file)
            ? FaultSetup.Load(file)
            : await new SetupMaker(api, new GatewayPool(cluster.GatewayUrls)).MakeAsync(TestContext.Current.CancellationToken);
        setup.Save(file);
        await P99Async(api, setup.Main, TimeSpan.FromSeconds(3));
        var idle = await P99Async(api, setup.Main, Measured);

        using var ended = new CancellationTokenSource();
        var acked = 0;
        var saturating = Saturate(api, setup.Main, () => Interlocked.Increment(ref acked), ended.Token);
        var busy = await P99Async(api, setup.Main, Measured);
        await ended.CancelAsync();
        await Task.WhenAll(saturating);

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"p99 of posts to {OtherChannels} channels: idle {idle:0.0} ms, beside a channel with {acked / Measured.TotalSeconds:0} posts/s {busy:0.0} ms"));
        Assert.InRange(busy, 0, FactorMax * Math.Max(idle, IdleFloorMs));
    }

    private List<Task> Saturate(FaultApi api, FaultTeam team, Action acked, CancellationToken ended)
    {
        var channel = team.Channels[0];
        var tasks = new List<Task>();
        for (var number = 0; number < channel.Members.Count * PostersPerMember; number++)
        {
            var member = team.Members[channel.Members[number % channel.Members.Count]];
            var gateway = cluster.GatewayUrls[number % cluster.GatewayUrls.Count];
            tasks.Add(Task.Run(
                async () =>
                {
                    while (!ended.IsCancellationRequested)
                    {
                        var reply = await PostAsync(api, gateway, member, channel.Id);
                        if (reply.Ok)
                        {
                            acked();
                        }
                        else
                        {
                            await Task.Delay(reply.RetryAfter ?? PostPeriod, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                        }
                    }
                },
                CancellationToken.None));
        }

        return tasks;
    }

    private async Task<double> P99Async(FaultApi api, FaultTeam team, TimeSpan length)
    {
        var times = new ConcurrentBag<double>();
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(1, OtherChannels).Select(async number =>
        {
            var channel = team.Channels[number];

            // Not one of those who saturate: their tokens are at their limit.
            List<int> quiet = [.. channel.Members.Except(team.Channels[0].Members)];
            var member = team.Members[quiet[number % quiet.Count]];
            var gateway = cluster.GatewayUrls[number % cluster.GatewayUrls.Count];
            await Task.Delay(PostPeriod * number / OtherChannels);
            while (Stopwatch.GetElapsedTime(begun) < length)
            {
                var started = Stopwatch.GetTimestamp();
                var reply = await PostAsync(api, gateway, member, channel.Id);
                Assert.True(reply.Ok, $"a post to a quiet channel failed: {reply.Why}");
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                await Task.Delay(PostPeriod);
            }
        }));
        var sorted = times.Order().ToList();
        return sorted[sorted.Count * 99 / 100];
    }

    private static Task<ApiReply> PostAsync(FaultApi api, string gateway, FaultMember member, string channel) =>
        api.CallAsync(
            gateway,
            "chat.postMessage",
            member.Token,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["channel"] = channel, ["text"] = "one of many" },
            log: null,
            CancellationToken.None);
}
