using System.Globalization;
using OrleansSocial.Storage.EmbeddedPostgres;

namespace OrleansSocial.Tests.Fixtures;

/// <summary>
/// One PostgreSQL, two silos and two gateways, each a process of its own. A silo or gateway that ends is started again,
/// as a service manager would: an evicted silo aborts itself.
/// </summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    /// <summary>The database server is started again this long after it was killed.</summary>
    public static readonly TimeSpan DatabaseRestart = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan SupervisorPeriod = TimeSpan.FromMilliseconds(200);
    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private readonly HashSet<ClusterProcess> left = [];
    private readonly List<ClusterProcess> silos = [];
    private readonly List<ClusterProcess> gateways = [];
    private EmbeddedCluster? postgres;
    private Task supervising = Task.CompletedTask;

    /// <summary>Gets the folder of data, logs and runs; below artifacts, so that a failure can be looked at.</summary>
    public string Folder { get; } = Path.Combine(
        Repository.Root, "artifacts", "faults", TimeProvider.System.GetUtcNow().ToString("MMdd-HHmmss", CultureInfo.InvariantCulture));

    /// <summary>Gets the base addresses of the gateways, without a slash at the end.</summary>
    public IReadOnlyList<string> GatewayUrls => [.. gateways.Select(g => g.Address.ToString().TrimEnd('/'))];

    internal IReadOnlyList<ClusterProcess> Silos => silos;

    internal IReadOnlyList<ClusterProcess> Gateways => gateways;

    internal EmbeddedCluster Postgres => postgres ?? throw new InvalidOperationException("the cluster has not started");

    internal string ServerLogFiles => string.Join(' ', silos.Concat(gateways).Select(p => p.LogFile));

    /// <summary>The settings of every process from its next start on; null takes one away.</summary>
    internal void Set(string name, string? value)
    {
        if (value is null)
        {
            settings.Remove(name);
        }
        else
        {
            settings[name] = value;
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Folder);
        postgres = await EmbeddedCluster.StartAsync(
            Path.Combine(Folder, "postgres"), new EmbeddedPostgresOptions { RestartDelay = DatabaseRestart });
        settings["ConnectionStrings__Main"] = postgres.ConnectionString();
        settings["ConnectionStrings__Pair1"] = postgres.ConnectionString();
        settings["OrleansSocial__Cluster__Clustering"] = "AdoNet";
        settings["OrleansSocial__Accounts__BcryptCost"] = "5";
        settings["OrleansSocial__RateLimits__SignUpsPerAddressPerMinute"] = "100000";
        for (var number = 0; number < 2; number++)
        {
            silos.Add(Make("silo", number));
            gateways.Add(Make("gateway", number));
        }

        // The first silo makes the schema; the others find it.
        silos[0].Start();
        await silos[0].ReadyAsync(stopping.Token);
        silos[1].Start();
        await silos[1].ReadyAsync(stopping.Token);
        gateways.ForEach(g => g.Start());
        await ReadyAsync();
        supervising = SuperviseAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await supervising;
        foreach (var process in gateways.Concat(silos))
        {
            await process.DisposeAsync();
        }

        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }

        stopping.Dispose();
    }

    /// <summary>Waits until every process serves.</summary>
    internal async Task ReadyAsync()
    {
        foreach (var process in silos.Concat(gateways))
        {
            await process.ReadyAsync(stopping.Token);
        }
    }

    /// <summary>Ends each process in turn and starts it with the present settings.</summary>
    internal async Task RestartAllAsync()
    {
        foreach (var process in silos.Concat(gateways))
        {
            await LeaveDownAsync(process, async () =>
            {
                process.Send(Signals.Terminate);
                if (!await process.WaitForExitAsync(TimeSpan.FromSeconds(15)))
                {
                    process.Send(Signals.Kill);
                    await process.WaitForExitAsync(TimeSpan.FromSeconds(5));
                }
            });
            await process.ReadyAsync(stopping.Token);
        }
    }

    /// <summary>Does something while the supervisor leaves the process alone, and starts the process afterwards if it has ended.</summary>
    internal async Task LeaveDownAsync(ClusterProcess process, Func<Task> action)
    {
        lock (left)
        {
            left.Add(process);
        }

        try
        {
            await action();
        }
        finally
        {
            // In one step, or the supervisor starts a second one between the two.
            lock (left)
            {
                left.Remove(process);
                if (process.HasExited)
                {
                    process.Start();
                }
            }
        }
    }

    /// <summary>Every process of the database server, found by its working folder.</summary>
    internal IReadOnlyList<int> DatabaseProcesses()
    {
        var data = Path.Combine(Path.GetFullPath(Postgres.Folder), "data");
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                    && string.Equals(File.ResolveLinkTarget(Path.Combine(folder, "cwd"), returnFinalTarget: false)?.FullName, data, StringComparison.Ordinal))
                {
                    found.Add(pid);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }

        return found;
    }

    /// <summary>Makes a process of the same database that is not supervised: the caller starts and ends it.</summary>
    /// <param name="role">Its role; <c>all</c> is a silo and a gateway in one.</param>
    /// <param name="number">Makes its name.</param>
    /// <param name="clusterId">Another id than <c>faults</c> makes it blind for the other silos.</param>
    internal ClusterProcess Make(string role, int number, string clusterId = "faults")
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{role}-{number}");
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPort.Find()}/"));
        var siloPort = LoopbackPort.Find().ToString(CultureInfo.InvariantCulture);
        var gatewayPort = LoopbackPort.Find().ToString(CultureInfo.InvariantCulture);
        return new ClusterProcess(
            name,
            address,
            Path.Combine(Folder, $"{name}.log"),
            ["--data", Path.Combine(Folder, name), "--no-demo", "--urls", address.ToString().TrimEnd('/')],
            () => new Dictionary<string, string>(settings, StringComparer.Ordinal)
            {
                ["OrleansSocial__Role"] = role,
                ["OrleansSocial__Cluster__ClusterId"] = clusterId,
                ["OrleansSocial__Cluster__SiloPort"] = siloPort,
                ["OrleansSocial__Cluster__GatewayPort"] = gatewayPort,
            });
    }

    private async Task SuperviseAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            foreach (var process in silos.Concat(gateways))
            {
                lock (left)
                {
                    if (process.HasExited && !left.Contains(process))
                    {
                        process.Start();
                    }
                }
            }

            await Task.Delay(SupervisorPeriod, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
