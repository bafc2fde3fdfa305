using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;
using Orleans.Storage;
using OrleansSocial.Storage;
using OrleansSocial.Storage.EmbeddedPostgres;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Storage;

/// <summary>Orleans' ADO.NET providers on our own statements: a new version of theirs that asks for more fails here.</summary>
public sealed class OrleansQueriesTests(PostgresFixture postgres)
{
    private const string Storage = "small";
    private const string Npgsql = "Npgsql";
    private static readonly GrainId Grain = GrainId.Create("counter", "one");

    [Fact]
    public async Task Silos_join_see_each_other_and_leave()
    {
        var database = OrleansConnection.Of(await postgres.CreateMigratedDatabaseAsync());
        using var first = Silo(database);
        using var second = Silo(database);
        await first.StartAsync();
        await second.StartAsync();

        Assert.Equal(2, (await HostsAsync(first, active: true)).Count);
        await second.StopAsync();
        Assert.Single(await HostsAsync(first, active: true));
        Assert.Equal(2, (await HostsAsync(first, active: false)).Count);

        var table = first.Services.GetRequiredService<IMembershipTable>();
        await table.CleanupDefunctSiloEntriesAsync(DateTimeOffset.MaxValue.AddDays(-1));
        Assert.Single((await table.ReadAllAsync()).Members);
        await first.StopAsync();
        await table.DeleteMembershipTableEntriesAsync("test");
        Assert.Equal(0L, await ScalarAsync(database, "select count(*) from cluster_member"));
    }

    [Fact]
    public async Task Of_two_silos_that_change_the_table_at_the_same_version_one_is_refused()
    {
        var database = OrleansConnection.Of(await postgres.CreateMigratedDatabaseAsync());
        using var host = Silo(database);
        await host.StartAsync();
        var table = host.Services.GetRequiredService<IMembershipTable>();
        var before = (await table.ReadAllAsync()).Version;

        Assert.True(await table.InsertRowAsync(Entry(1), before.Next()));
        Assert.False(await table.InsertRowAsync(Entry(2), before.Next()));
        Assert.False(await table.InsertRowAsync(Entry(1), (await table.ReadAllAsync()).Version.Next()));
        var joined = (await table.ReadRowAsync(Entry(1).SiloAddress)).Members.Single();
        joined.Item1.Status = SiloStatus.Dead;
        Assert.False(await table.UpdateRowAsync(joined.Item1, joined.Item2, before.Next()));
        Assert.True(await table.UpdateRowAsync(joined.Item1, joined.Item2, (await table.ReadAllAsync()).Version.Next()));
        await host.StopAsync();
    }

    [Fact]
    public async Task Grain_state_belongs_to_the_writer_that_read_it()
    {
        using var host = Silo(OrleansConnection.Of(await postgres.CreateMigratedDatabaseAsync()));
        await host.StartAsync();
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>(Storage);
        var mine = new GrainState<Counter>(new());
        await storage.ReadStateAsync("counter", Grain, mine);
        Assert.False(mine.RecordExists);

        mine.State = new() { Value = 1 };
        await storage.WriteStateAsync("counter", Grain, mine);
        var other = new GrainState<Counter>(new());
        await storage.ReadStateAsync("counter", Grain, other);
        Assert.Equal((1, mine.ETag), (other.State!.Value, other.ETag));

        other.State = new() { Value = 2 };
        await storage.WriteStateAsync("counter", Grain, other);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("counter", Grain, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("counter", Grain, new GrainState<Counter>(new())));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("counter", Grain, mine));

        await storage.ClearStateAsync("counter", Grain, other);
        var cleared = new GrainState<Counter>(new());
        await storage.ReadStateAsync("counter", Grain, cleared);
        Assert.Equal(0, cleared.State!.Value);
        await host.StopAsync();
    }

    [Fact]
    public async Task Cleared_state_is_deleted_where_that_is_asked_for()
    {
        var database = OrleansConnection.Of(await postgres.CreateMigratedDatabaseAsync());
        using var host = Silo(database, deleteOnClear: true);
        await host.StartAsync();
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>(Storage);
        var state = new GrainState<Counter>(new() { Value = 1 });
        await storage.WriteStateAsync("counter", Grain, state);
        Assert.Equal(1L, await ScalarAsync(database, "select count(*) from grain_state"));

        await storage.ClearStateAsync("counter", Grain, state);
        Assert.Equal(0L, await ScalarAsync(database, "select count(*) from grain_state"));
        await host.StopAsync();
    }

    private static IHost Silo(string database, bool deleteOnClear = false)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("test", "test"));
            silo.ConfigureEndpoints(IPAddress.Loopback, LoopbackPort.Find(), LoopbackPort.Find());
            silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Npgsql, database));
            silo.AddAdoNetGrainStorage(Storage, o => (o.Invariant, o.ConnectionString, o.DeleteStateOnClear) = (Npgsql, database, deleteOnClear));
        });
        return builder.Build();
    }

    private static Task<Dictionary<SiloAddress, SiloStatus>> HostsAsync(IHost host, bool active) =>
        host.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts(active);

    private static MembershipEntry Entry(int generation) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 1, generation),
        SiloName = "s",
        HostName = "h",
        Status = SiloStatus.Active,
        ProxyPort = 2,
        StartTime = DateTime.UnixEpoch,
        IAmAliveTime = DateTime.UnixEpoch,
    };

    private static async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private sealed class Counter
    {
        public int Value { get; set; }
    }
}
