using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Storage.Writes;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Storage.Writes;

/// <summary>A database of its own with everything that writes to it, and short ways to make rows.</summary>
internal sealed class ShardBench : IAsyncDisposable
{
    public const short Shard = 2;
    private long _ts = 1_700_000_000_000_000;

    private ShardBench(string database)
    {
        Database = database;
        DataSources = PostgresFixture.Connect(database);
        Controls = new ControlConnections(DataSources, TimeProvider.System);
        Routes = new ShardRoutes(DataSources);
        Fence = new Fence(DataSources, Routes, Controls, NullLogger<Fence>.Instance);
        Heads = new ChainHeads(DataSources, Controls, Fence);
    }

    public string Database { get; }

    public DataSources DataSources { get; }

    public ControlConnections Controls { get; }

    public ControlConnection Control => Controls.Of(new Instance(1, MasterSide.A));

    public ShardRoutes Routes { get; }

    public Fence Fence { get; }

    public ChainHeads Heads { get; }

    public TeamId Team { get; } = TeamId.FromNumber(20);

    /// <summary>The route of the even teams of the shard; renewed by <see cref="RefreshAsync"/>.</summary>
    public ShardRoute Route { get; private set; } = new(1, Shard, MasterSide.A, 0, 0);

    public static async Task<ShardBench> CreateAsync(PostgresFixture postgres) => await CreateAsync(await postgres.CreateMigratedDatabaseAsync());

    public static async Task<ShardBench> CreateAsync(string database)
    {
        var bench = new ShardBench(database);
        await bench.Fence.ArmAsync(bench.Route, CancellationToken.None);
        await bench.RefreshAsync();
        return bench;
    }

    public async Task<ShardRoute> RefreshAsync() => Route = (await Routes.GroupAsync(Shard, 0, CancellationToken.None))!;

    public long NextTs() => _ts += 2;

    public Task<LaneConnection> LaneAsync() => LaneConnection.OpenAsync(Database, Shard, CancellationToken.None);

    /// <summary>Makes a chain with an owner.</summary>
    public async Task<BenchChain> ChainAsync(string? id = null)
    {
        var chain = new ChainId(Team, id ?? ChannelId.New(isPrivate: false).Value);
        var owner = Guid.CreateVersion7();
        Assert.NotNull(await Heads.TakeOver(Route, chain, owner, create: true, CancellationToken.None));
        return new BenchChain(chain, owner);
    }

    public WriteRow Message(
        string text = "hello", bool counts = true, long? thread = null, Guid? key = null, string? extras = null, string author = "UAUTHOR001", params RowEffect[] effects) =>
        new(NextTs(), EventKind.Message, key ?? Guid.CreateVersion7(), author, null, thread, text, extras, counts, [.. effects]);

    public WriteRow Event(EventKind kind, long? target = null, Guid? key = null, string author = "UAUTHOR001", params RowEffect[] effects) =>
        new(NextTs(), kind, key ?? Guid.CreateVersion7(), author, target, null, string.Empty, null, Counts: false, [.. effects]);

    public FlushPart Part(BenchChain chain, params WriteRow[] rows) =>
        new(new WriteBatch(chain.Id, Route, chain.Owner, [.. rows]), 0, rows.Length);

    /// <summary>Flushes rows of one chain on a connection of their own.</summary>
    public async Task<FlushPartAnswer> FlushAsync(BenchChain chain, params WriteRow[] rows)
    {
        await using var lane = await LaneAsync();
        return (await lane.FlushAsync([Part(chain, rows)])).Parts[0];
    }

    public async Task<ImmutableArray<RowResult>> StoreAsync(BenchChain chain, params WriteRow[] rows)
    {
        var answer = await FlushAsync(chain, rows);
        Assert.True(answer.Held, "the head is not held");
        return [.. answer.Rows.Span];
    }

    /// <summary>Reads one value as text; search_path is the shard's.</summary>
    public async Task<string?> TextAsync(string sql)
    {
        await using var command = DataSources.Read(Route).CreateCommand(sql);
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSources.Read(Route).CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A session that runs a transaction and keeps it open, as a client does that is frozen in mid-batch.</summary>
    public async Task<NpgsqlConnection> HoldAsync(string sql)
    {
        var connection = new NpgsqlConnection(DataSources.Lane(Database, Shard, 30));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; {sql}", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Waits until a session waits for a lock.</summary>
    public async Task<int> BlockedAsync(int sessions = 1)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            var count = await TextAsync(
                "select count(*) || '/' || coalesce(max(pid), 0) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
            var parts = count!.Split('/');
            if (int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture) >= sessions)
            {
                return int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
            }

            Assert.False(limit.IsCancellationRequested, "no session waits for a lock");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Controls.DisposeAsync();
        await DataSources.DisposeAsync();
    }
}
