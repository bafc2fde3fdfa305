namespace OrleansSocial.Gateway.RateLimits;

/// <summary>Allows a rate with bursts: it holds at most <c>burst</c> tokens and gains <c>perSecond</c>.</summary>
internal sealed class TokenBucket
{
    private readonly Lock turn = new();
    private readonly TimeProvider time;
    private readonly double perSecond;
    private readonly double burst;
    private double tokens;
    private long filledAt;

    public TokenBucket(TimeProvider time, double perSecond, double burst)
    {
        this.time = time;
        this.perSecond = perSecond;
        this.burst = burst;
        tokens = burst;
        filledAt = time.GetTimestamp();
    }

    /// <summary>Takes a token if there is one.</summary>
    /// <param name="wait">Else: how long until there is.</param>
    public bool TryTake(out TimeSpan wait)
    {
        lock (turn)
        {
            var now = time.GetTimestamp();
            tokens = Math.Min(burst, tokens + (time.GetElapsedTime(filledAt, now).TotalSeconds * perSecond));
            filledAt = now;
            if (tokens >= 1)
            {
                tokens--;
                wait = TimeSpan.Zero;
                return true;
            }

            wait = TimeSpan.FromSeconds((1 - tokens) / perSecond);
            return false;
        }
    }

    /// <summary>Tells whether there is a token, without taking it.</summary>
    /// <param name="wait">Else: how long until there is.</param>
    public bool HasToken(out TimeSpan wait)
    {
        if (TryTake(out wait))
        {
            Add(1);
            return true;
        }

        return false;
    }

    /// <summary>Takes a token whether there is one or not: a debt is paid before the next one.</summary>
    public void Charge() => Add(-1);

    private void Add(double count)
    {
        lock (turn)
        {
            tokens = Math.Min(burst, tokens + count);
        }
    }
}
