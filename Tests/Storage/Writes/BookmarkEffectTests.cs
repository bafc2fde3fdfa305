using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Tables;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Storage.Writes;

/// <summary>Bookmarks as rows store them.</summary>
public sealed class BookmarkEffectTests(PostgresFixture postgres)
{
    private const string Everything = "select string_agg(title || ' ' || link || ' ' || emoji || ' ' || changed_by || ' ' || removed, ',' order by ts) from bookmark";

    [Fact]
    public async Task A_bookmark_is_stored_changed_and_taken_away()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var first = new Bookmark(1_700_000_000_000_100, "Ä & <b>", "https://a.example/", ":eyes:", 0, "UA");
        var second = first with { Ts = first.Ts + 2, Title = "second" };
        await bench.StoreAsync(
            chain,
            bench.Event(EventKind.BookmarkAdded, effects: new BookmarkSet(first, Removed: false)),
            bench.Event(EventKind.BookmarkAdded, effects: new BookmarkSet(second, Removed: false)));
        Assert.Equal([first, second], await ListAsync(10));
        Assert.Equal([first], await ListAsync(1));

        var changed = first with { Link = "https://b.example/", ChangedTs = 7, ChangedBy = "UB" };
        await bench.StoreAsync(
            chain,
            bench.Event(EventKind.BookmarkChanged, effects: new BookmarkSet(changed with { Title = "passing" }, Removed: false)),
            bench.Event(EventKind.BookmarkChanged, effects: new BookmarkSet(changed, Removed: false)));
        Assert.Equal([changed, second], await ListAsync(10));

        await bench.StoreAsync(chain, bench.Event(EventKind.BookmarkRemoved, effects: new BookmarkSet(changed, Removed: true)));
        Assert.Equal([second], await ListAsync(10));
        Assert.Empty(await new BookmarksTable(bench.DataSources).Of(bench.Route, TeamId.FromNumber(22), new ChannelId(chain.Id.Id), 10, CancellationToken.None));

        Task<List<Bookmark>> ListAsync(int countMax) =>
            new BookmarksTable(bench.DataSources).Of(bench.Route, bench.Team, new ChannelId(chain.Id.Id), countMax, CancellationToken.None);
    }

    [Fact]
    public async Task Rows_that_are_sent_again_do_not_bring_an_old_state_back()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var bookmark = new Bookmark(1_700_000_000_000_100, "old", "https://a.example/", "", 0, "UA");
        var added = bench.Event(EventKind.BookmarkAdded, effects: new BookmarkSet(bookmark, Removed: false));
        var changed = bench.Event(EventKind.BookmarkChanged, effects: new BookmarkSet(bookmark with { Title = "new" }, Removed: false));
        await bench.StoreAsync(chain, added, changed);
        await bench.StoreAsync(chain, bench.Event(EventKind.BookmarkRemoved, effects: new BookmarkSet(bookmark with { Title = "new" }, Removed: true)));
        await bench.Fence.BumpAsync(ShardBench.Shard, 0, CancellationToken.None);
        await bench.RefreshAsync();

        await bench.StoreAsync(chain, added, changed);

        Assert.Equal("new https://a.example/  UA true", await bench.TextAsync(Everything));
    }
}
