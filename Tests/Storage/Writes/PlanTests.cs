using System.Text.RegularExpressions;
using Npgsql;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Storage.Writes;
using OrleansSocial.Storage.Writes.Effects;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Storage.Writes;

/// <summary>On an empty schema that was never analysed the generic plans use the indexes: they are what a lane keeps for its whole life.</summary>
public sealed partial class PlanTests(PostgresFixture postgres)
{
    private static readonly Dictionary<string, string> Statements = new(StringComparer.Ordinal)
    {
        { nameof(HeadsStatement), HeadsStatement.Sql },
        { nameof(RowsStatement), RowsStatement.Sql },
        { nameof(AnswerStatement), AnswerStatement.Sql },
        { nameof(MessageEditStatement), MessageEditStatement.Sql },
        { nameof(MessageTombstoneStatement), MessageTombstoneStatement.Sql },
        { nameof(ThreadReplyStatement), ThreadReplyStatement.Sql },
        { nameof(ReactionSetStatement), ReactionSetStatement.Sql },
        { nameof(ChannelMemberSetStatement), ChannelMemberSetStatement.Sql },
        { nameof(ChannelSetStatement), ChannelSetStatement.Sql },
        { nameof(UserChannelSetStatement), UserChannelSetStatement.Sql },
        { nameof(ReadCursorSetStatement), ReadCursorSetStatement.Sql },
        { nameof(PinSetStatement), PinSetStatement.Sql },
        { nameof(BookmarkSetStatement), BookmarkSetStatement.Sql },
        { nameof(ThreadFollowSetStatement), ThreadFollowSetStatement.Sql },
        { nameof(MentionsSetStatement), MentionsSetStatement.Sql },
        { nameof(TeamMemberSetStatement), TeamMemberSetStatement.Sql },
        { nameof(MemberPhotoSetStatement), MemberPhotoSetStatement.Sql },
        { nameof(TeamChannelSetStatement), TeamChannelSetStatement.Sql },
        { nameof(CustomEmojiSetStatement), CustomEmojiSetStatement.Sql },
        { nameof(UserGroupSetStatement), UserGroupSetStatement.Sql },
        { nameof(UserSettingSetStatement), UserSettingSetStatement.Sql },
    };

    [Fact]
    public async Task Every_hot_statement_uses_its_index()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        await using var connection = new NpgsqlConnection(DataSources.Lane(bench.Database, ShardBench.Shard, 10));
        await connection.OpenAsync();

        foreach (var (name, sql) in Statements)
        {
            var plan = await ExplainAsync(connection, sql);
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}\n{plan}");
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("hashed SubPlan", plan, StringComparison.Ordinal);
            Assert.Contains("Index", plan, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_the_setting_of_the_lane_the_look_up_of_keys_is_a_sequential_scan()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        await using var connection = new NpgsqlConnection(DataSources.Lane(bench.Database, ShardBench.Shard, 10));
        await connection.OpenAsync();
        await ExecuteAsync(connection, "set enable_seqscan = on");

        Assert.Contains("Seq Scan", await ExplainAsync(connection, RowsStatement.Sql), StringComparison.Ordinal);
    }

    private static async Task<string> ExplainAsync(NpgsqlConnection connection, string sql)
    {
        // Explained as it is kept: the lane's setting makes the generic plan at the first use.
        var count = Parameter().Matches(sql).Select(m => m.Value).Distinct(StringComparer.Ordinal).Count();
        await ExecuteAsync(connection, "prepare hot as " + sql);
        await using var command = new NpgsqlCommand($"explain execute hot({string.Join(", ", Enumerable.Repeat("null", count))})", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        await reader.DisposeAsync();
        await ExecuteAsync(connection, "deallocate hot");
        return string.Join('\n', lines);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex("\\$[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Parameter();
}
