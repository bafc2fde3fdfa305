using System.Net;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Caching;
using OrleansSocial.Gateway.Slack;

namespace OrleansSocial.Gateway.RateLimits;

/// <summary>
/// What stands in front of passwords: one address can neither guess them nor use up what the gateway can check for everybody, and
/// one account's is not guessed from many addresses. Who is refused has cost no hash yet. Sign-ups count for their address.
/// </summary>
internal sealed class AccountLimits(TimeProvider time, IOptions<RateLimitOptions> options, GatewayBudgets budgets, RateLimitInstruments instruments)
{
    private readonly TwoGenerationCache<string, TokenBucket> logIns = new(CallLimits.BucketsMax);
    private readonly TwoGenerationCache<string, TokenBucket> signUps = new(CallLimits.BucketsMax);
    private readonly TwoGenerationCache<string, TokenBucket> emails = new(CallLimits.BucketsMax);
    private readonly RateLimitOptions options = options.Value;

    /// <summary>Counts a log-in: for its address, for the account, and for the gateway, in this order.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="account">The account's e-mail address or, of somebody who is logged in, the member's id.</param>
    /// <exception cref="SlackRefusedException">Over one of them.</exception>
    public void CountLogIn(IPAddress? address, string account)
    {
        Take(logIns, CallLimits.NameOf(address), options.LogInsPerAddressPerMinute, options.LogInsPerAddressBurst);
        // In lower case as accounts are found: some letters have the same lower case and not the same upper case.
        Take(emails, account.ToLowerInvariant(), options.LogInsPerEmailPerMinute, options.LogInsPerEmailBurst);
        Take(budgets.LogIns);
    }

    /// <summary>Counts a sign-up: for its address and for the gateway.</summary>
    /// <exception cref="SlackRefusedException">Over one of them.</exception>
    public void CountSignUp(IPAddress? address)
    {
        Take(signUps, CallLimits.NameOf(address), options.SignUpsPerAddressPerMinute, options.SignUpsPerAddressBurst);
        Take(budgets.SignUps);
    }

    private void Take(TwoGenerationCache<string, TokenBucket> buckets, string name, double perMinute, int burst) =>
        Take(buckets.GetOrAdd(name, _ => new TokenBucket(time, perMinute / 60, burst)));

    private void Take(TokenBucket bucket)
    {
        if (!bucket.TryTake(out var wait))
        {
            instruments.LimitedAccount();
            throw new SlackRefusedException(SlackReply.RateLimited(wait));
        }
    }
}
