using System.Globalization;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Cluster;

/// <summary>Sockets whose clients stop reading cost the gateway little and the others nothing.</summary>
[Collection(ClusterCollection.Name)]
public sealed class StalledSocketsTests(ClusterFixture cluster)
{
    private const long GrowthBytesMax = 50L * 1024 * 1024;
    private const int StalledSeconds = 30;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(8);

    public static bool Asked => FaultRun.AllFaults;

    public static TheoryData<int> SeedNumbers => [.. FaultRun.SeedNumbers];

    [Theory(Skip = "runs with ./check --faults N (2 or more) or --all", SkipUnless = nameof(Asked)), MemberData(nameof(SeedNumbers))]
    public async Task A_hundred_sockets_that_stop_reading_are_closed_and_disturb_nobody(int seed)
    {
        var gateway = cluster.Gateways[seed % cluster.Gateways.Count];
        var run = new FaultRun(cluster, "stall", seed) { LoadArguments = ["--text-bytes", "2000"] };
        var growth = 0L;
        var verdict = await run.RunAsync(
            Before,
            async _ =>
            {
                var before = gateway.ResidentBytes();
                run.Struck("stall");
                await using var stall = ChildProcess.Start(
                    "dotnet",
                    [
                        LoadProcess.Program, "faults", "stall", "--gateway", gateway.Address.ToString().TrimEnd('/'),
                        "--setup", Path.Combine(cluster.Folder, "setup.json"), "--seconds", StalledSeconds.ToString(CultureInfo.InvariantCulture),
                    ]);
                while (!await stall.WaitForExitAsync(TimeSpan.FromMilliseconds(500)))
                {
                    growth = Math.Max(growth, gateway.ResidentBytes() - before);
                }

                Assert.True(stall.ExitCode == 0, $"sockets that do not read were still held after {StalledSeconds} s:\n{stall.Output.Text}");
            },
            TimeSpan.FromSeconds(2));

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resident memory grew by {growth / 1024} kB"));
        FaultRun.AssertOk(verdict);
        Assert.InRange(growth, long.MinValue, GrowthBytesMax);
    }
}
