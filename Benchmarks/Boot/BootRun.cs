using System.Text.Json;
using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Machines;
using OrleansSocial.Benchmarks.Targets;

namespace OrleansSocial.Benchmarks.Boot;

/// <summary>Grows one team step by step, and measures at each step what a start costs its caller.</summary>
/// <param name="launcher">Starts the product.</param>
/// <param name="repeats">Warm calls of each kind.</param>
/// <param name="restarts">Restarts of the product at each step.</param>
internal sealed class BootRun(TargetLauncher launcher, int repeats, int restarts)
{
    private const int WarmTeamUsers = 60;
    private const int WarmUpCalls = 60;
    private const int ListRepeatsMax = 5;

    private readonly BootTeam _grown = new();
    private ProductTeam? _team;
    private string? _warmToken;

    /// <summary>Measures at one size after another, ascending.</summary>
    public async IAsyncEnumerable<BootSummary> Run(
        IEnumerable<(int Users, int Channels)> sizes,
        IReadOnlyList<string> settings,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (users, channels) in sizes)
        {
            var server = await launcher.StartProcess(settings, [], cancellationToken);
            ProductMember caller;
            try
            {
                using var api = new ProductApi(server.Url);
                await MakeWarmTeam(api, cancellationToken);
                _team = _team is null ? new ProductTeam(api, "boot") : _team.At(api);
                var start = TimeProvider.System.GetTimestamp();
                caller = await _grown.Grow(_team, users, channels, cancellationToken);
                Console.WriteLine($"{users} users and {channels} channels after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F0} s");
            }
            finally
            {
                await server.DisposeAsync();
            }

            yield return await Measure(users, channels, caller.Token, settings, cancellationToken);
        }
    }

    private async Task MakeWarmTeam(ProductApi api, CancellationToken cancellationToken)
    {
        if (_warmToken is null)
        {
            var team = new ProductTeam(api, "warm");
            _warmToken = (await new BootTeam().Grow(team, WarmTeamUsers, BootTeam.OwnChannels, cancellationToken)).Token;
        }
    }

    private async Task<BootSummary> Measure(int users, int channels, string token, IReadOnlyList<string> settings, CancellationToken cancellationToken)
    {
        var cold = new List<double>();
        for (var restart = 0; ; restart++)
        {
            await using var server = await launcher.StartProcess(settings, [], cancellationToken);
            await WarmUp(server, cancellationToken);
            using var caller = new StartCaller(server.Url, token);
            var start = TimeProvider.System.GetTimestamp();
            await caller.Boot(gzip: true, null, cancellationToken);
            cold.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
            if (restart + 1 < restarts)
            {
                continue;
            }

            start = TimeProvider.System.GetTimestamp();
            await caller.List(gzip: true, null, cancellationToken);
            var listCold = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
            var boots = new LatencyRecorder();
            byte[] zipped = [];
            for (var i = 0; i < repeats; i++)
            {
                zipped = await caller.Boot(gzip: true, boots, cancellationToken);
            }

            var lists = new LatencyRecorder();
            var (requests, listZipped) = (0, 0L);
            for (var i = 0; i < Math.Min(repeats, ListRepeatsMax); i++)
            {
                (requests, listZipped) = await caller.List(gzip: true, lists, cancellationToken);
            }

            var plain = await caller.Boot(gzip: false, null, cancellationToken);
            var (_, listPlain) = await caller.List(gzip: false, null, cancellationToken);
            using var json = JsonDocument.Parse(plain);
            cold.Sort();
            return new BootSummary(
                users, channels, json.RootElement.GetProperty("channels").GetArrayLength(), plain.Length, zipped.Length, boots.Percentile(50), boots.Percentile(99),
                Math.Round(cold[cold.Count / 2], 1), Math.Round(cold[^1], 1), requests, listPlain, listZipped, lists.Percentile(50), Math.Round(listCold, 1));
        }
    }

    private async Task WarmUp(ServerProcess server, CancellationToken cancellationToken)
    {
        using var caller = new StartCaller(server.Url, _warmToken!);
        for (var i = 0; i < WarmUpCalls; i++)
        {
            await caller.Boot(gzip: true, null, cancellationToken);
            await caller.List(gzip: true, null, cancellationToken);
        }
    }
}
