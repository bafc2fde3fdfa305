using OrleansSocial.Gateway.Caching;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Tokens;

/// <summary>
/// Who a token is, from memory. An answer is fresh for <see cref="FreshFor"/>, so a revocation holds everywhere within that time even if its
/// notice is lost. A token in use is looked up again half-way, in the background: only while the main database does not answer that look-up,
/// and so can't revoke anything either, is the older answer used, and for <see cref="StaleMax"/> at most.
/// </summary>
internal sealed class TokenDirectory(ClusterRouter clusters, GatewayBudgets budgets, TimeProvider time)
{
    /// <summary>The most tokens that are remembered.</summary>
    public const int TokensMax = 50_000;

    /// <summary>How long an answer holds.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(4.5);

    /// <summary>How long an answer holds while the main database is silent.</summary>
    public static readonly TimeSpan StaleMax = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PatienceForRefresh = TimeSpan.FromMilliseconds(250);

    private readonly TwoGenerationCache<string, Entry> entries = new(TokensMax);
    private readonly ClusterRouter clusters = clusters;
    private readonly TimeProvider time = time;
    private readonly Lock listening = new();
    private long? silentSince;

    /// <summary>Looks a token up.</summary>
    /// <param name="tokenId">Its id.</param>
    /// <returns>Who it is; null when too many unseen tokens were asked for lately.</returns>
    public ValueTask<TokenIdentity?> ResolveAsync(string tokenId)
    {
        if (!entries.TryGet(tokenId, out var entry))
        {
            if (!budgets.TokenLookUps.TryTake(out _))
            {
                return ValueTask.FromResult<TokenIdentity?>(null);
            }

            entry = entries.GetOrAdd(tokenId, static _ => new Entry());
        }

        var (identity, age) = entry.Current(time);
        if (identity is not null && age < FreshFor)
        {
            if (age > RefreshAfter && identity.State == TokenState.Good)
            {
                _ = entry.LoadAsync(this, tokenId);
            }

            return ValueTask.FromResult<TokenIdentity?>(identity);
        }

        return AwaitAsync(entry, tokenId, identity, age);
    }

    /// <summary>Refuses a token from now on; called for every revocation that this gateway hears of.</summary>
    /// <param name="tokenId">The revoked token's id.</param>
    public void Revoke(string tokenId)
    {
        if (entries.TryGet(tokenId, out var entry) && entry.Revoke(new TokenIdentity(TokenState.Revoked, null, tokenId), time))
        {
            // The notice does not say why: whose member was deactivated is told so.
            _ = entry.LoadAsync(this, tokenId);
        }
    }

    private async ValueTask<TokenIdentity?> AwaitAsync(Entry entry, string tokenId, TokenIdentity? known, TimeSpan age)
    {
        var load = entry.LoadAsync(this, tokenId);
        if (known is null || known.State != TokenState.Good || age > StaleMax)
        {
            return await load;
        }

        if (SilentFor() < PatienceForRefresh)
        {
            await Task.WhenAny(load, Task.Delay(PatienceForRefresh, time));
        }

        // Not "revoked" but "nobody can say": the answer that was true a moment ago stands in.
        return load.IsCompletedSuccessfully ? await load : known;
    }

    private void Asked(long now)
    {
        lock (listening)
        {
            silentSince ??= now;
        }
    }

    private void Heard()
    {
        lock (listening)
        {
            silentSince = null;
        }
    }

    /// <summary>How long ago the first look-up of any token started since the main database last answered one.</summary>
    private TimeSpan SilentFor()
    {
        lock (listening)
        {
            return silentSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
        }
    }

    private sealed class Entry
    {
        private readonly Lock turn = new();
        private TokenIdentity? identity;
        private long loadedAt;
        private Task<TokenIdentity?>? loading;
        private bool revoked;

        public (TokenIdentity? Identity, TimeSpan Age) Current(TimeProvider time)
        {
            lock (turn)
            {
                return (identity, time.GetElapsedTime(loadedAt));
            }
        }

        /// <summary>Starts a look-up, or joins the one that runs.</summary>
        public Task<TokenIdentity?> LoadAsync(TokenDirectory directory, string tokenId)
        {
            lock (turn)
            {
                if (loading is { IsCompleted: false })
                {
                    return loading;
                }

                var now = directory.time.GetTimestamp();
                directory.Asked(now);
                return loading = RunAsync(directory, tokenId, now);
            }
        }

        /// <summary>Refuses the token from now on.</summary>
        /// <returns>False when that was known: notices come more than once, and after look-ups that know more.</returns>
        public bool Revoke(TokenIdentity tombstone, TimeProvider time)
        {
            lock (turn)
            {
                revoked = true;
                if (identity is { State: TokenState.Revoked or TokenState.Inactive })
                {
                    return false;
                }

                identity = tombstone;
                loadedAt = time.GetTimestamp();
                return true;
            }
        }

        private async Task<TokenIdentity?> RunAsync(TokenDirectory directory, string tokenId, long startedAt)
        {
            await Task.Yield();
            var found = await directory.clusters.Main.GetGrain<IAccountsGrain>(0).Resolve(tokenId);
            directory.Heard();
            lock (turn)
            {
                // A look-up that started before the revocation may still say "good".
                if (!revoked || found.State != TokenState.Good)
                {
                    identity = found;
                    loadedAt = startedAt;
                }

                return identity;
            }
        }
    }
}
