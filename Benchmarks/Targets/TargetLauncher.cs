using OrleansSocial.Benchmarks.Machines;
using OrleansSocial.Benchmarks.Yardsticks;

namespace OrleansSocial.Benchmarks.Targets;

/// <summary>Starts servers as child processes, each with its data and its log in the run's own folder.</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="symbols">Lets the servers write their symbols for perf, which costs them some speed.</param>
internal sealed class TargetLauncher(string folder, bool symbols = false)
{
    /// <summary>
    /// What a benchmark of the product changes: password hashing as cheap as it can be, because a run signs up a thousand members
    /// and measures none of it, and no limits per token, because a closed loop posts far more than one person may.
    /// </summary>
    private static readonly Dictionary<string, string> _productSettings = new(StringComparer.Ordinal)
    {
        ["OrleansSocial__Accounts__BcryptCost"] = "4",
        ["OrleansSocial__RateLimits__Tier1PerSecond"] = "1000000",
        ["OrleansSocial__RateLimits__Tier1Burst"] = "1000000",
        ["OrleansSocial__RateLimits__Tier2PerSecond"] = "1000000",
        ["OrleansSocial__RateLimits__Tier2Burst"] = "1000000",
        ["OrleansSocial__RateLimits__Tier3PerSecond"] = "1000000",
        ["OrleansSocial__RateLimits__Tier3Burst"] = "1000000",
        ["OrleansSocial__RateLimits__Tier4PerSecond"] = "1000000",
        ["OrleansSocial__RateLimits__Tier4Burst"] = "1000000",
        ["OrleansSocial__RateLimits__SpecialPerSecond"] = "1000000",
        ["OrleansSocial__RateLimits__SpecialBurst"] = "1000000",
        ["OrleansSocial__RateLimits__ChannelPostsPerSecond"] = "1000000",
        ["OrleansSocial__RateLimits__ChannelPostsBurst"] = "1000000",
        ["OrleansSocial__RateLimits__SignUpsPerSecond"] = "100000",
        ["OrleansSocial__RateLimits__SignUpsBurst"] = "100000",
        ["OrleansSocial__RateLimits__SignUpsPerAddressPerMinute"] = "1000000",
        ["OrleansSocial__RateLimits__SignUpsPerAddressBurst"] = "100000",
        ["OrleansSocial__RateLimits__ConnectsPerSecond"] = "100000",
        ["OrleansSocial__RateLimits__TokenLookUpsPerSecond"] = "100000",
        ["OrleansSocial__Rtm__InboundPerSecond"] = "1000000",
        ["OrleansSocial__Rtm__InboundBurst"] = "1000000",
        ["Logging__LogLevel__Default"] = "Warning",
    };

    /// <summary>Starts the product on its embedded default in an empty folder.</summary>
    public async Task<ProductTarget> StartProduct(IReadOnlyList<string> settings, CancellationToken cancellationToken)
    {
        var process = await StartProcess(settings, [], cancellationToken);
        return new ProductTarget(process.Url, new ProcessTree(process.Id), process);
    }

    /// <summary>Starts the product's process on the run's folder; started again after its end, it has the same data.</summary>
    /// <param name="settings">Settings, as Section:Key=value.</param>
    /// <param name="ownDefaults">What stays as the product has it: words that the names of the run's own settings contain.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ServerProcess> StartProcess(IReadOnlyList<string> settings, IReadOnlyList<string> ownDefaults, CancellationToken cancellationToken)
    {
        if (!File.Exists(Repository.Silo))
        {
            throw new FileNotFoundException($"build the product first: dotnet build -c Release Silo ({Repository.Silo} is missing)");
        }

        var environment = Variables();
        foreach (var (key, value) in _productSettings.Where(s => !ownDefaults.Any(d => s.Key.Contains(d, StringComparison.Ordinal))))
        {
            environment[key] = value;
        }

        foreach (var setting in settings)
        {
            var parts = setting.Split('=', 2);
            environment[parts[0].Replace(":", "__", StringComparison.Ordinal)] = parts[^1];
        }

        var data = Path.Combine(folder, "product");
        return await ServerProcess.Start(
            Repository.Silo, ["--data", data, "--port", "0", "--no-demo"], environment, Path.Combine(folder, "product.log"), cancellationToken);
    }

    /// <summary>Starts a yardstick: this program again, as a server.</summary>
    public async Task<YardstickTarget> StartYardstick(YardstickKind kind, YardstickDatabase database, CancellationToken cancellationToken)
    {
        var environment = Variables();
        environment["BENCH_DATABASE"] = database.ConnectionString;
        var name = kind.ToString().ToLowerInvariant();
        var process = await ServerProcess.Start(
            Environment.ProcessPath!, ["serve", name], environment, Path.Combine(folder, $"{name}.log"), cancellationToken);

        // The fan-out uses no database: its idle PostgreSQL would only be noise.
        return new YardstickTarget(kind, process, kind == YardstickKind.SignalR ? new ProcessTree(process.Id, database.Pid) : new ProcessTree(process.Id));
    }

    private Dictionary<string, string> Variables() =>
        symbols
            ? new(StringComparer.Ordinal)
            {
                ["DOTNET_PerfMapEnabled"] = "1",

                // With double-mapped code pages perf takes compiled code for a file and does not look into the map.
                ["DOTNET_EnableWriteXorExecute"] = "0",
            }
            : new(StringComparer.Ordinal);
}
