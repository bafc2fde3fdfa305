using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway.RateLimits;

/// <summary>Bounds what requests hold in memory at once, whoever sends them.</summary>
internal sealed class RequestBounds(IOptions<GatewayOptions> options)
{
    private readonly int requestsMax = options.Value.RequestsMax;
    private readonly int bodyBytesMax = options.Value.BodyBytesMax;
    private int requests;
    private long bodyBytes;

    /// <summary>Gets how many requests are in work.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>Gets how many bytes their bodies take.</summary>
    public long BodyBytes => Volatile.Read(ref bodyBytes);

    /// <summary>Lets a request in; <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref requests) <= requestsMax)
        {
            return true;
        }

        Interlocked.Decrement(ref requests);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref requests);

    /// <summary>Takes memory for a body; <see cref="Return"/> must follow.</summary>
    public bool TryRent(int bytes)
    {
        if (Interlocked.Add(ref bodyBytes, bytes) <= bodyBytesMax)
        {
            return true;
        }

        Interlocked.Add(ref bodyBytes, -bytes);
        return false;
    }

    public void Return(int bytes) => Interlocked.Add(ref bodyBytes, -bytes);
}
