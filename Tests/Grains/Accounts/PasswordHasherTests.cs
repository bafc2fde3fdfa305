using Microsoft.Extensions.Options;
using OrleansSocial.Grains.Accounts;

namespace OrleansSocial.Tests.Grains.Accounts;

public sealed class PasswordHasherTests
{
    [Fact]
    public async Task A_password_is_checked_against_its_hash_and_nobody_has_one_without_an_account()
    {
        using var hasher = new PasswordHasher(Options.Create(new AccountOptions { BcryptCost = 4 }));
        var hash = await hasher.Hash("correct horse");

        Assert.True(await hasher.Verify("correct horse", hash));
        Assert.False(await hasher.Verify("wrong horse", hash));
        Assert.False(await hasher.Verify("nobody has this password", null));
    }

    [Fact]
    public async Task More_checks_than_may_wait_are_refused()
    {
        using var hasher = new PasswordHasher(Options.Create(new AccountOptions { BcryptCost = 8, PasswordQueueMax = 2 }));

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => hasher.Hash("a password"))));

        Assert.Contains(null, results);
        Assert.Contains(results, r => r is not null);
    }
}
