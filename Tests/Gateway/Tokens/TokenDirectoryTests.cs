using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Tokens;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Tokens;

public sealed class TokenDirectoryTests
{
    private static readonly Caller Ann = new(TeamId.FromNumber(2), new UserId("U000000001"), null);
    private readonly FakeTimeProvider time = new();
    private readonly FakeCluster cluster = new();
    private readonly TokenDirectory tokens;
    private Func<Task<TokenIdentity>> main;

    public TokenDirectoryTests()
    {
        main = () => Task.FromResult(new TokenIdentity(TokenState.Good, Ann, "t"));
        cluster.On<IAccountsGrain>("Resolve", (_, _) => main());
        var budgets = new GatewayBudgets(time, Options.Create(new RateLimitOptions { TokenLookUpsBurst = 3, TokenLookUpsPerSecond = 1 }));
        tokens = new TokenDirectory(new ClusterRouter(cluster.Client), budgets, time);
    }

    [Fact]
    public async Task A_lost_notice_of_a_revocation_costs_at_most_five_seconds()
    {
        Assert.Equal(TokenState.Good, (await tokens.ResolveAsync("t"))!.State);
        main = () => Task.FromResult(new TokenIdentity(TokenState.Revoked, null, "t"));
        Assert.Equal(TokenState.Good, (await tokens.ResolveAsync("t"))!.State);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(TokenState.Revoked, (await tokens.ResolveAsync("t"))!.State);
    }

    [Fact]
    public async Task A_notice_holds_at_once_and_against_an_older_look_up()
    {
        await tokens.ResolveAsync("t");
        var slow = new TaskCompletionSource<TokenIdentity>();
        main = () => slow.Task;
        time.Advance(TimeSpan.FromSeconds(5));
        var waiting = tokens.ResolveAsync("t").AsTask();
        tokens.Revoke("t");
        slow.SetResult(new TokenIdentity(TokenState.Good, Ann, "t"));

        Assert.Equal(TokenState.Revoked, (await waiting)!.State);
        Assert.Equal(TokenState.Revoked, (await tokens.ResolveAsync("t"))!.State);
    }

    [Fact]
    public async Task A_notice_of_a_deactivation_does_not_say_so_and_the_look_up_after_it_does()
    {
        await tokens.ResolveAsync("t");
        main = () => Task.FromResult(new TokenIdentity(TokenState.Inactive, null, "t"));
        tokens.Revoke("t");
        await Eventually.TrueAsync("the reason", async () => (await tokens.ResolveAsync("t"))!.State == TokenState.Inactive);

        tokens.Revoke("t");
        Assert.Equal(TokenState.Inactive, (await tokens.ResolveAsync("t"))!.State);

        main = () => Task.FromResult(new TokenIdentity(TokenState.Good, Ann, "t"));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.NotEqual(TokenState.Good, (await tokens.ResolveAsync("t"))!.State);
    }

    [Fact]
    public async Task A_silent_database_neither_stops_tokens_in_use_nor_makes_them_last()
    {
        await tokens.ResolveAsync("t");
        main = () => Task.FromException<TokenIdentity>(new TimeoutException());
        for (var second = 1; second <= 14; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            var answer = tokens.ResolveAsync("t").AsTask();
            Assert.Equal(TokenState.Good, (await answer.WaitAsync(TimeSpan.FromSeconds(5)))!.State);
        }

        time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<TimeoutException>(() => tokens.ResolveAsync("t").AsTask());
    }

    [Fact]
    public async Task Unseen_tokens_are_looked_up_at_a_bounded_rate()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull(await tokens.ResolveAsync($"unseen{i}"));
        }

        Assert.Null(await tokens.ResolveAsync("unseen3"));
        Assert.NotNull(await tokens.ResolveAsync("unseen0"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await tokens.ResolveAsync("unseen3"));
    }
}
