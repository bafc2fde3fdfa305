namespace OrleansSocial.Grains.Interfaces.Shards;

/// <summary>The shard took no write now. Whether it was stored is not known; the same call under the same key may be tried again.</summary>
[GenerateSerializer, Alias("orleanssocial.ShardUnavailableException")]
public sealed class ShardUnavailableException : Exception
{
    /// <summary>Initializes the exception.</summary>
    public ShardUnavailableException()
        : this(TimeSpan.FromSeconds(1))
    {
    }

    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What happened.</param>
    public ShardUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public ShardUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes the exception.</summary>
    /// <param name="retryAfter">When to try again.</param>
    public ShardUnavailableException(TimeSpan retryAfter)
        : base("The shard takes no write now; try again under the same key.") => RetryAfter = retryAfter;

    /// <summary>Gets when to try again.</summary>
    [Id(0)]
    public TimeSpan RetryAfter { get; }
}
