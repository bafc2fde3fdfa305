using Npgsql;
using OrleansSocial.Storage;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Storage;

public sealed class MigrationRunnerTests(PostgresFixture postgres)
{
    private static readonly Migration First = new(1, "0001_first.sql", "create table a (x int);");
    private static readonly Migration Second = new(2, "0002_second.sql", "create table b (x int); insert into b values (1);");
    private readonly MigrationRunner _runner = new();

    [Fact]
    public async Task All_sets_are_applied_each_in_its_schemas_and_a_second_run_changes_nothing()
    {
        var database = await postgres.CreateDatabaseAsync();
        for (var run = 0; run < 2; run++)
        {
            await _runner.MigrateMainAsync(database);
            await _runner.MigratePairAsync(database, ["shard_00", "shard_01"]);
        }

        Assert.Equal(1L, await ScalarAsync(database, "select count(*) from pg_tables where schemaname = 'main' and tablename = 'team'"));
        Assert.Equal(1L, await ScalarAsync(database, "select count(*) from pg_tables where schemaname = 'orleans' and tablename = 'orleansquery'"));
        Assert.Equal(1L, await ScalarAsync(database, "select count(*) from pg_tables where schemaname = 'local' and tablename = 'fence'"));
        Assert.Equal("shard_00,shard_01", await ScalarAsync(database, "select string_agg(schemaname, ',' order by schemaname) from pg_tables where tablename = 'channel_head'"));
        Assert.Equal((long)Migration.Of(MigrationSet.Shard).Count, await ScalarAsync(database, "select count(*) from shard_01.migration"));
        Assert.Equal(0L, await ScalarAsync(database, "select count(*) from pg_tables where schemaname = 'public'"));
    }

    [Fact]
    public async Task A_new_migration_is_applied_to_an_old_schema()
    {
        var database = await postgres.CreateDatabaseAsync();
        await MigrateAsync(database, First);
        await MigrateAsync(database, First, Second);

        Assert.Equal(1, await ScalarAsync(database, "select x from s.b"));
        Assert.Equal("1 0001_first.sql,2 0002_second.sql", await ScalarAsync(database, "select string_agg(number || ' ' || name, ',' order by number) from s.migration"));
    }

    [Fact]
    public async Task A_newer_database_is_refused()
    {
        var database = await postgres.CreateDatabaseAsync();
        await MigrateAsync(database, First, Second);

        var refused = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(database, First));
        Assert.Contains("newer than this program", refused.Message, StringComparison.Ordinal);
        Assert.Contains("0002_second.sql", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_migration_is_refused()
    {
        var database = await postgres.CreateDatabaseAsync();
        await MigrateAsync(database, First);

        var refused = await Assert.ThrowsAsync<MigrationException>(
            () => MigrateAsync(database, First with { Sql = "create table a (x bigint);" }, Second));
        Assert.Contains("another content", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await ScalarAsync(database, "select count(*) from pg_tables where schemaname = 's' and tablename = 'b'"));
    }

    [Fact]
    public void Line_ends_of_a_checkout_are_no_edit() =>
        Assert.Equal(new Migration(1, "n", "a\nb").Checksum, new Migration(1, "n", "a\r\nb").Checksum);

    [Fact]
    public async Task A_gap_in_the_database_is_refused()
    {
        var database = await postgres.CreateDatabaseAsync();
        await MigrateAsync(database, First, Second);
        await ScalarAsync(database, "delete from s.migration where number = 1");

        var refused = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(database, First, Second));
        Assert.Contains("migration 1 is missing", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gaps_repeats_and_other_names_in_the_program_are_refused()
    {
        Assert.Throws<MigrationException>(() => Migration.InOrder(MigrationSet.Main, [("0001_a.sql", ""), ("0003_b.sql", "")]));
        Assert.Throws<MigrationException>(() => Migration.InOrder(MigrationSet.Main, [("0001_a.sql", ""), ("0001_b.sql", "")]));
        Assert.Throws<MigrationException>(() => Migration.InOrder(MigrationSet.Main, [("first.sql", "")]));
        Assert.Throws<MigrationException>(() => Migration.InOrder(MigrationSet.Main, []));
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing()
    {
        var database = await postgres.CreateDatabaseAsync();
        var failed = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(database, First, Second with { Sql = "create table b (x int); select 1/0;" }));
        Assert.Contains("0002_second.sql", failed.Message, StringComparison.Ordinal);

        Assert.Equal(0L, await ScalarAsync(database, "select count(*) from pg_namespace where nspname = 's'"));
    }

    [Fact]
    public async Task Hosts_that_start_together_migrate_once()
    {
        var database = await postgres.CreateDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrateAsync(database, First, Second)));

        Assert.Equal(1L, await ScalarAsync(database, "select count(*) from s.b"));
    }

    [Fact]
    public async Task A_lock_that_is_never_given_back_is_reported()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection, transaction);
        command.Parameters.Add(new() { Value = MigrationRunner.LockKey });
        await command.ExecuteNonQueryAsync();

        var runner = new MigrationRunner { LockTimeout = TimeSpan.FromMilliseconds(100) };
        var refused = await Assert.ThrowsAsync<MigrationException>(
            () => runner.MigrateAsync(database, MigrationSet.Main, ["s"], [First], CancellationToken.None));
        Assert.Contains("Another host", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_name_is_never_taken_as_sql()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await _runner.MigrateAsync(await postgres.CreateDatabaseAsync(), MigrationSet.Main, ["x; drop schema public"], [First], CancellationToken.None));
    }

    private static async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private Task MigrateAsync(string database, params Migration[] migrations) =>
        _runner.MigrateAsync(database, MigrationSet.Main, ["s"], migrations, CancellationToken.None);
}
