using System.Globalization;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Teams;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Grains.Teams;

/// <summary>Custom emoji are stored before they are acknowledged, once under their key, within their bounds, and by whom they may be.</summary>
public sealed class TeamEmojiTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Url = "https://example.org/x.png";
    private TeamBench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await TeamBench.StartAsync(postgres);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public Task The_next_activation_reads_what_was_acknowledged() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (emoji, _) = await OpenAsync();
        Assert.Equal(TeamError.None, await AddAsync(emoji, "one", Url));
        Assert.Equal(TeamError.None, await AddAsync(emoji, "two", Url));
        Assert.Equal(TeamError.None, await AddAsync(emoji, "uno", "alias:one"));
        Assert.Equal(TeamError.None, await AddAsync(emoji, "eins", "alias:uno"));
        Assert.Equal(TeamError.None, await AddAsync(emoji, "thumb", "alias:thumbsup"));
        Assert.Equal(["eins=alias:one", "one=" + Url, "thumb=alias:thumbsup", "two=" + Url, "uno=alias:one"], Named(emoji));
        var before = Named(emoji).ToList();
        (emoji, _) = await OpenAsync();
        Assert.Equal(before, Named(emoji));

        // With an emoji its other names go, in the database too.
        Assert.Equal(TeamError.None, await RemoveAsync(emoji, "one"));
        Assert.Equal(["thumb=alias:thumbsup", "two=" + Url], Named(emoji));
        (emoji, _) = await OpenAsync();
        Assert.Equal(["thumb=alias:thumbsup", "two=" + Url], Named(emoji));
        Assert.Equal(TeamError.None, await AddAsync(emoji, "one", Url + "?2"));
        Assert.Contains("one=" + Url + "?2", Named((await OpenAsync()).Emoji));
    });

    [Fact]
    public Task A_retry_under_its_key_gets_its_first_answer() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (emoji, team) = await OpenAsync();
        var (add, remove) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Assert.Equal(TeamError.None, await AddAsync(emoji, "one", Url, key: add));
        Assert.Equal(TeamError.None, await AddAsync(emoji, "one", Url, key: add));
        Assert.Equal(TeamError.EmojiNameTaken, await AddAsync(emoji, "one", Url));
        Assert.Equal(TeamError.None, await RemoveAsync(emoji, "one", key: remove));
        var head = team.Chain.Head;

        Assert.Equal(TeamError.None, await RemoveAsync(emoji, "one", key: remove));
        Assert.Equal(TeamError.EmojiNotFound, await RemoveAsync(emoji, "one"));

        // A retry of the addition that comes after the removal does not bring it back.
        Assert.Equal(TeamError.None, await AddAsync(emoji, "one", Url, key: add));
        Assert.Empty(emoji.All);
        Assert.Equal(head, team.Chain.Head);
    });

    [Fact]
    public Task Guests_add_none_and_only_the_one_who_added_it_or_an_admin_takes_one_away() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (emoji, _) = await OpenAsync();
        Assert.Equal(TeamError.RestrictedAction, await AddAsync(emoji, "one", Url, _bench.Guest));
        Assert.Equal(TeamError.RestrictedAction, await AddAsync(emoji, "one", Url, UserId.New()));
        Assert.Equal(TeamError.None, await AddAsync(emoji, "one", Url, _bench.Owner));
        Assert.Equal(TeamError.None, await AddAsync(emoji, "two", Url, _bench.Someone));

        Assert.Equal(TeamError.NotYourEmoji, await RemoveAsync(emoji, "one", _bench.Someone));
        Assert.Equal(TeamError.NotYourEmoji, await RemoveAsync(emoji, "one", UserId.New()));
        Assert.Equal(TeamError.None, await RemoveAsync(emoji, "two", _bench.Someone));
        Assert.Equal(TeamError.None, await RemoveAsync(emoji, "one", _bench.Admin));
    });

    [Fact]
    public Task Emoji_and_aliases_are_bounded() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (emoji, _) = await OpenAsync();
        emoji.Load(Enumerable.Range(0, ITeamGrain.EmojiMax - ITeamGrain.EmojiAliasesMax - 1).Select(i => Numbered("e", i, Url)));
        emoji.Load(Enumerable.Range(0, ITeamGrain.EmojiAliasesMax - 1).Select(i => Numbered("a", i, "alias:e7")));
        Assert.Equal(TeamError.InvalidAlias, await AddAsync(emoji, "self", "alias:self"));
        Assert.Equal(TeamError.None, await AddAsync(emoji, "alias_at_the_limit", "alias:e7"));
        Assert.Equal(TeamError.TooManyEmoji, await AddAsync(emoji, "one_more", "alias:e7"));
        Assert.Equal(TeamError.None, await AddAsync(emoji, "emoji_at_the_limit", Url));
        Assert.Equal(ITeamGrain.EmojiMax, emoji.All.Length);
        Assert.Equal(TeamError.TooManyEmoji, await AddAsync(emoji, "one_more", Url));

        Assert.Equal(TeamError.None, await RemoveAsync(emoji, "e7", _bench.Admin));
        Assert.Equal(ITeamGrain.EmojiMax - ITeamGrain.EmojiAliasesMax - 1, emoji.All.Length);
    });

    private static IEnumerable<string> Named(TeamEmoji emoji) => emoji.All.Select(e => $"{e.Name}={e.Value}");

    private CustomEmoji Numbered(string prefix, int number, string value) => new(string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}"), value, _bench.Owner);

    private async Task<TeamError> AddAsync(TeamEmoji emoji, string name, string value, UserId? by = null, Guid? key = null) =>
        (await emoji.Add(_bench.Caller(by ?? _bench.Someone), name, value, key ?? Guid.CreateVersion7())).Error;

    private async Task<TeamError> RemoveAsync(TeamEmoji emoji, string name, UserId? by = null, Guid? key = null) =>
        (await emoji.Remove(_bench.Caller(by ?? _bench.Someone), name, key ?? Guid.CreateVersion7())).Error;

    private async Task<(TeamEmoji Emoji, TeamParts Team)> OpenAsync()
    {
        var team = await _bench.OpenAsync();
        var emoji = new TeamEmoji(team);
        emoji.Load(await team.Services.Emoji.All(await team.Chain.Route(), team.Chain.Id.Team, ITeamGrain.EmojiMax, CancellationToken.None));
        return (emoji, team);
    }
}
