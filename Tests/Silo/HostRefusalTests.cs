using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Silo;

/// <summary>What the host does not start with, and what it says.</summary>
public sealed class HostRefusalTests : IDisposable
{
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanssocial-host-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("--nonsense", "--nonsense")]
    [InlineData("--port 70000", "--port is 0 to 65535")]
    [InlineData("--port many", "many")]
    [InlineData("--port 1 --urls http://127.0.0.1:1", "--port and --urls exclude each other")]
    [InlineData("stray", "stray")]
    public Task Arguments_that_it_does_not_know(string arguments, string named) => RefusesAsync(arguments.Split(' '), [], named);

    [Fact]
    public Task Values_out_of_range_all_of_them_named_at_once() => RefusesAsync(
        [],
        [("OrleansSocial__Storage__ShardCount", "65"), ("OrleansSocial__Cluster__MissedProbesMax", "0"), ("OrleansSocial__Cluster__ClusterId", "")],
        "ShardCount", "MissedProbesMax", "ClusterId");

    [Fact]
    public Task Values_of_several_services_all_of_them_named_at_once() => RefusesAsync(
        [],
        [("OrleansSocial__Accounts__BcryptCost", "3"), ("OrleansSocial__Writes__FlushRowsMax", "0"), ("OrleansSocial__Gateway__RequestsMax", "0"), ("OrleansSocial__Cluster__ClusterId", "")],
        "BcryptCost", "FlushRowsMax", "RequestsMax", "ClusterId");

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=x;Username=x;Password=hidden", "PostgreSQL: ")]
    [InlineData("Host=127.0.0.1;Password=hidden;Colour=blue", "ConnectionStrings:Main cannot be read")]
    public Task A_database_that_is_not_there(string connection, string named) => RefusesAsync(
        [], [("ConnectionStrings__Main", connection), ("ConnectionStrings__Pair1", connection)], named);

    [Fact]
    public Task A_role_that_does_not_exist() => RefusesAsync([], [("OrleansSocial__Role", "boss")], "boss");

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("0.0.0.0")]
    [InlineData("2001:db8::1")]
    public Task Orleans_ports_on_an_address_that_strangers_reach(string address) =>
        RefusesAsync([], [("OrleansSocial__Cluster__AdvertisedAddress", address)], address, "mutual TLS");

    [Fact]
    public Task A_gateway_that_cannot_find_silos() => RefusesAsync([], [("OrleansSocial__Role", "Gateway")], "ConnectionStrings:Main");

    [Fact]
    public Task A_pair_without_a_main_database() =>
        RefusesAsync([], [("ConnectionStrings__Pair1", "Host=127.0.0.1;Database=x")], "ConnectionStrings:Main is not");

    [Fact]
    public async Task Help_tells_the_arguments()
    {
        var help = await ChildProcess.RunAsync(Repository.Executable("Silo"), ["--help"], ExitTimeout);

        Assert.Equal(0, help.ExitCode);
        Assert.All(["--data", "--port", "--urls", "--no-demo"], argument => Assert.Contains(argument, help.Output.Text, StringComparison.Ordinal));
    }

    private async Task RefusesAsync(string[] arguments, (string Name, string Value)[] environment, params string[] named)
    {
        var host = await ChildProcess.RunAsync(
            Repository.Executable("Silo"),
            ["--data", Path.Combine(_folder.FullName, "data"), .. arguments],
            ExitTimeout,
            environment.ToDictionary(setting => setting.Name, string? (setting) => setting.Value, StringComparer.Ordinal));

        Assert.Equal(1, host.ExitCode);
        Assert.All(named, word => Assert.Contains(word, host.Output.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("hidden", host.Output.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Output.Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "data", "postgres")), "it started a database first");
    }
}
