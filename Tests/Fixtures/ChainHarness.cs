using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansSocial.Grains;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Grains.Shards;
using OrleansSocial.Grains.Teams;
using OrleansSocial.Grains.Users;
using OrleansSocial.Grains.Writes;
using OrleansSocial.Storage;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Tests.Fixtures;

/// <summary>Event chains on the real writers and the real database, without a silo around them: what they publish is recorded.</summary>
internal sealed class ChainHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ChainHarness(ServiceProvider services) => _services = services;

    /// <summary>Gets the team that the chains are of.</summary>
    public TeamId Team { get; } = TeamId.FromNumber(2);

    /// <summary>Gets what the chains offered to the outboxes, in order.</summary>
    public RecordedOutboxes Outboxes { get; } = new();

    public DataSources DataSources => _services.GetRequiredService<DataSources>();

    public Fence Fence => _services.GetRequiredService<Fence>();

    public IShardMap ShardMap => _services.GetRequiredService<IShardMap>();

    public static async Task<ChainHarness> StartAsync(PostgresFixture postgres)
    {
        var database = await postgres.CreateMigratedDatabaseAsync();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["ConnectionStrings:Main"] = database,
                ["ConnectionStrings:Pair1"] = database,
            })
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddOrleansSocialStorage(configuration);
        services.AddOrleansSocialGrains(configuration.GetSection("OrleansSocial"));
        var harness = new ChainHarness(services.BuildServiceProvider());
        await harness.PlaceTeamAsync(database);
        return harness;
    }

    /// <summary>Runs a test as a grain's turns run: one at a time. A chain is not thread-safe, and need not be.</summary>
    public static Task OnSchedulerAsync(Func<Task> test) =>
        Task.Factory.StartNew(
            test, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    /// <summary>What channel grains need, on this database.</summary>
    public ChannelServices ChannelServices() => new(
        Services(),
        _services.GetRequiredService<MessagesTable>(),
        _services.GetRequiredService<ChannelsTable>(),
        _services.GetRequiredService<TeamChannelsTable>(),
        _services.GetRequiredService<ThreadsTable>(),
        _services.GetRequiredService<BookmarksTable>());

    /// <summary>What user grains need, on this database.</summary>
    public UserServices UserServices() => new(
        Services(),
        _services.GetRequiredService<UserChannelsTable>(),
        _services.GetRequiredService<TeamMembersTable>(),
        _services.GetRequiredService<UserSettingsTable>(),
        _services.GetRequiredService<ThreadsTable>());

    /// <summary>What team grains need, on this database.</summary>
    public TeamServices TeamServices() => new(
        Services(),
        _services.GetRequiredService<TeamsTable>(),
        _services.GetRequiredService<TeamMembersTable>(),
        _services.GetRequiredService<TeamChannelsTable>(),
        _services.GetRequiredService<ChannelsTable>(),
        _services.GetRequiredService<AuditTable>(),
        _services.GetRequiredService<CustomEmojiTable>(),
        _services.GetRequiredService<UserGroupsTable>(),
        _services.GetRequiredService<AccountsTable>());

    /// <summary>Opens one more activation of a channel's chain.</summary>
    public Task<EventChain> OpenAsync(ChannelId channel, Action? giveUp = null) => OpenAsync(ChainId.Of(Team, channel), giveUp);

    /// <summary>Opens one more activation of a chain.</summary>
    public async Task<EventChain> OpenAsync(ChainId id, Action? giveUp = null)
    {
        var chain = new EventChain(id, Services(), NullLogger.Instance, giveUp ?? (() => { }));
        Assert.True(await chain.Open(() => Task.FromResult(true), CancellationToken.None));
        return chain;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private ChainServices Services()
    {
        var factory = DispatchProxy.Create<IGrainFactory, WritersOnly>();
        ((WritersOnly)(object)factory).Writers = _services.GetRequiredService<ShardWriters>();
        return new ChainServices(
            ShardMap,
            _services.GetRequiredService<ChainHeads>(),
            _services.GetRequiredService<ChainEventsTable>(),
            Outboxes,
            factory,
            TimeProvider.System,
            _services.GetRequiredService<ChainInstruments>());
    }

    private async Task PlaceTeamAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("insert into main.placement (team_id, shard) values ($1, 1)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Team.Value });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Records events instead of sending them.</summary>
    internal sealed class RecordedOutboxes : IGatewayOutboxes
    {
        public List<ChannelEvent> Events { get; } = [];

        public string OutboxId => "recorded";

        public void Offer(string gateway, ChannelEvent e)
        {
            lock (Events)
            {
                Events.Add(e);
            }
        }

        public void Signal(string gateway, ChainSignal signal)
        {
        }

        public void Release(string gateway, ChainId chain)
        {
        }

        public void Touch(string gateway)
        {
        }

        public Task CloseAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>A grain factory that knows shard writers only.</summary>
    // Not sealed: DispatchProxy derives from it.
#pragma warning disable CA1852
    internal class WritersOnly : DispatchProxy
#pragma warning restore CA1852
    {
        public ShardWriters Writers { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.ReturnType == typeof(IShardWriterGrain)
                ? new ShardWriterGrain(Writers)
                : throw new InvalidOperationException($"{targetMethod} is not for chains.");
    }
}
