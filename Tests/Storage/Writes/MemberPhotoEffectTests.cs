using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Tables;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Storage.Writes;

/// <summary>Members' pictures as rows store them.</summary>
public sealed class MemberPhotoEffectTests(PostgresFixture postgres)
{
    private static readonly UserId Ann = new("UANN000001");

    [Fact]
    public async Task A_picture_replaces_the_one_before_and_is_taken_away()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync(bench.Team.Value);
        var (first, second) = (Photo('a'), Photo('b'));
        var added = bench.Event(EventKind.TeamMemberChanged, effects: new MemberPhotoSet(Ann, first));
        await bench.StoreAsync(chain, added);
        Assert.Equal(first.Images[^1], await ReadAsync(bench, first.Hash, 512));
        Assert.Equal(first.Images[0], await ReadAsync(bench, first.Hash, 24));
        Assert.Null(await ReadAsync(bench, second.Hash, 512));
        Assert.Null(await new MemberPhotosTable(bench.DataSources).Read(bench.Route, TeamId.FromNumber(22), Ann, first.Hash, 512, CancellationToken.None));

        await bench.StoreAsync(chain, bench.Event(EventKind.TeamMemberChanged, effects: new MemberPhotoSet(Ann, second)));
        Assert.Null(await ReadAsync(bench, first.Hash, 512));
        Assert.Equal(second.Images[^1], await ReadAsync(bench, second.Hash, 512));

        await bench.StoreAsync(chain, bench.Event(EventKind.TeamMemberChanged, effects: new MemberPhotoSet(Ann, null)));
        Assert.Equal("6 0", await bench.TextAsync("select count(*) || ' ' || sum(length(content)) from member_photo"));

        // The first row comes once more, under a later epoch: what is gone stays gone.
        await bench.Fence.BumpAsync(ShardBench.Shard, 0, CancellationToken.None);
        await bench.RefreshAsync();
        await bench.StoreAsync(chain, added);
        Assert.Null(await ReadAsync(bench, first.Hash, 512));
    }

    private static MemberPhoto Photo(char digit) =>
        new(new string(digit, MemberPhoto.HashLength), [.. MemberPhoto.Sizes.Select(s => Enumerable.Repeat((byte)digit, s).ToArray())]);

    private static Task<byte[]?> ReadAsync(ShardBench bench, string hash, int size) =>
        new MemberPhotosTable(bench.DataSources).Read(bench.Route, bench.Team, Ann, hash, size, CancellationToken.None);
}
