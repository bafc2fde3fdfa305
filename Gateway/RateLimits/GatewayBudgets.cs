using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway.RateLimits;

/// <summary>What all callers of this gateway share, in front of services that are dear: passwords, the main database, session records.</summary>
internal sealed class GatewayBudgets(TimeProvider time, IOptions<RateLimitOptions> options) : IDisposable
{
    public TokenBucket SignUps { get; } = new(time, options.Value.SignUpsPerSecond, options.Value.SignUpsBurst);

    public TokenBucket LogIns { get; } = new(time, options.Value.LogInsPerSecond, options.Value.LogInsBurst);

    public TokenBucket Connects { get; } = new(time, options.Value.ConnectsPerSecond, options.Value.ConnectsBurst);

    public ConnectGate Opening { get; } = new(options.Value.ConnectsAtOnce);

    public TokenBucket TokenLookUps { get; } = new(time, options.Value.TokenLookUpsPerSecond, options.Value.TokenLookUpsBurst);

    public void Dispose() => Opening.Dispose();
}
