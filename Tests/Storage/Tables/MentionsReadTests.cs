using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Storage.Tables;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Storage.Writes;

namespace OrleansSocial.Tests.Storage.Tables;

/// <summary>A start reads as many mentions as a channel keeps in memory, of whole messages: a member is told the same number before and after it.</summary>
public sealed class MentionsReadTests(PostgresFixture postgres)
{
    private static readonly ChannelId Channel = new("C0MENTIONS1");
    private static readonly UserId Bob = new("U0000000BOB");

    [Theory]
    [InlineData(3_000, 3_000)]
    [InlineData(Mentions.MessagesMax + 10, Mentions.MessagesMax)]
    public async Task Names_of_one_message_are_one_message(int stored, int read)
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        await StoreAsync(bench, stored, "select 'U0000000BOB', null::text[] union all select 'U0000000ANN', null");

        var rows = await ReadAsync(bench, Mentions.MessagesMax, Mentions.NamesMax);

        Assert.Equal((2 * read, stored), (rows.Count, rows[0].Ts));
        var mentions = new Mentions();
        foreach (var message in rows.GroupBy(r => r.Ts))
        {
            mentions.Set(message.Key, message.First().Position, "U000AUTHOR1", [.. message.SelectMany(m => m.Names)]);
        }

        Assert.Equal(read, mentions.Count(Bob, 0));
    }

    [Theory]
    [InlineData(12, 4)]
    [InlineData(11, 3)]
    [InlineData(3, 1)]
    [InlineData(1, 1)]
    public async Task No_message_is_read_by_half(int namesMax, int messages)
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        await StoreAsync(bench, 4, "select 'U0000000BOB', null::text[] union all select 'S0000000001', array['U0000000ANN', 'U0000000CAT']");

        var rows = await ReadAsync(bench, Mentions.MessagesMax, namesMax);

        Assert.Equal(Enumerable.Range(0, messages).Select(n => ((long)(4 - n), 3)), rows.GroupBy(r => r.Ts).Select(m => (m.Key, m.Sum(r => r.Names.Length))));
    }

    private static Task<List<MentionRow>> ReadAsync(ShardBench bench, int messagesMax, int namesMax) =>
        new ChannelsTable(bench.DataSources).Mentions(bench.Route, bench.Team, Channel, messagesMax, namesMax, CancellationToken.None);

    private static Task StoreAsync(ShardBench bench, int messages, string names) => bench.ExecuteAsync(
        $"""
        with added as (
          insert into message (team_id, channel_id, ts, kind, author_id, dedupe_key, position, body, epoch, ver)
          select '{bench.Team}', '{Channel}', n, 0, 'U000AUTHOR1', gen_random_uuid(), n, '', 0, n from generate_series(1, {messages}) n
        )
        insert into mention (team_id, channel_id, ts, user_id, members, position, removed, epoch, ver)
        select '{bench.Team}', '{Channel}', n, x.name, x.members, n, false, 0, n from generate_series(1, {messages}) n, ({names}) x(name, members)
        """);
}
