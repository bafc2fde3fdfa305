using System.Globalization;
using OrleansSocial.Benchmarks.Faults;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Cluster;

/// <summary>One seed of one fault: load, fault, end of the load, checker.</summary>
internal sealed class FaultRun(ClusterFixture cluster, string name, int seed)
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(60);
    private readonly string folder = Path.Combine(cluster.Folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{seed}"));

    /// <summary>Gets how many seeds of each fault are asked for; without the variable it is one, and only of the four main faults.</summary>
    public static int Seeds => Number("ORLEANSSOCIAL_FAULT_SEEDS");

    /// <summary>Gets the seeds: from 1, or from the one that ORLEANSSOCIAL_FAULT_FIRST_SEED names, so that a series can go on.</summary>
    public static IEnumerable<int> SeedNumbers => Enumerable.Range(Number("ORLEANSSOCIAL_FAULT_FIRST_SEED"), Seeds);

    /// <summary>Gets whether the faults beyond the main four are asked for: more than one seed, or <c>./check --all</c>.</summary>
    public static bool AllFaults => Seeds > 1 || Environment.GetEnvironmentVariable("ORLEANSSOCIAL_ALL") is "1";

    /// <summary>Gets more arguments of the load.</summary>
    public IReadOnlyList<string> LoadArguments { get; init; } = [];

    /// <summary>Gets the random choices of this seed.</summary>
    public Random Random { get; } = new(seed);

    private string FaultsFile => Path.Combine(folder, "faults.jsonl");

    private string SetupFile => Path.Combine(cluster.Folder, "setup.json");

    /// <summary>Runs it.</summary>
    /// <param name="before">How long the load runs before the fault.</param>
    /// <param name="fault">Causes it and writes it down by <see cref="Struck"/>.</param>
    /// <param name="after">How long the load goes on after <paramref name="fault"/> has returned.</param>
    /// <returns>The checker's verdict.</returns>
    public async Task<Verdict> RunAsync(TimeSpan before, Func<LoadProcess, Task> fault, TimeSpan after)
    {
        await cluster.ReadyAsync();
        Directory.CreateDirectory(folder);
        await using (var load = await LoadProcess.StartAsync(
            ["--gateways", string.Join(',', cluster.GatewayUrls), "--setup", SetupFile, "--out", folder, "--seed", Text(seed), .. LoadArguments]))
        {
            // Not waits for a condition: the load has to run for a while.
            await Task.Delay(before);
            await fault(load);
            await Task.Delay(after);
            await load.StopAsync();
        }

        var verdict = await CheckAsync();
        Report(verdict);
        if (verdict.Ok)
        {
            Directory.Delete(folder, recursive: true);
        }

        return verdict;
    }

    /// <summary>Writes the fault down, now or for the moment at which it struck.</summary>
    public void Struck(string kind, TimeSpan? backWithin = null, double repeatMs = 0, DateTimeOffset? at = null)
    {
        var time = ((at ?? TimeProvider.System.GetUtcNow()) - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        var entry = new FaultEntry(time, kind, backWithin?.TotalMilliseconds, repeatMs);
        File.AppendAllText(FaultsFile, System.Text.Json.JsonSerializer.Serialize(entry, FaultJson.Line) + "\n");
    }

    /// <summary>Fails with the first counterexamples.</summary>
    public static void AssertOk(Verdict verdict) =>
        Assert.True(verdict.Ok, string.Join('\n', verdict.Broken.Select(b => $"{b.Rule} x {b.Count}: {string.Join("\n    ", b.Examples)}")));

    private static int Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<Verdict> CheckAsync()
    {
        await using var check = await ChildProcess.RunAsync(
            "dotnet",
            [
                LoadProcess.Program, "faults", "check", "--logs", folder, "--setup", SetupFile, "--faults", FaultsFile,
                "--database", cluster.Postgres.ConnectionString(), "--server-logs", .. cluster.ServerLogFiles.Split(' '),
            ],
            CheckTimeout);
        try
        {
            return Verdict.Parse(check.StandardOutput.Text);
        }
        catch (System.Text.Json.JsonException error)
        {
            throw new InvalidOperationException($"the checker printed no verdict:\n{check.Output.Text}", error);
        }
    }

    private void Report(Verdict verdict)
    {
        var figures = string.Join(", ", verdict.Figures.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key} {f.Value:0}")));
        var text = $"{name} seed {seed}: {(verdict.Ok ? "ok" : "BROKEN")}; {figures}";
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        File.AppendAllText(Path.Combine(cluster.Folder, "report.txt"), $"{text}\n{(verdict.Ok ? string.Empty : verdict.ToJson())}\n");
    }
}
