namespace OrleansSocial.Benchmarks.Crowds;

/// <summary>A call was answered, and not with ok.</summary>
internal sealed class CrowdRefusedException(string method, string error, TimeSpan? retryAfter) : Exception($"{method}: {error}")
{
    /// <summary>Gets the error word.</summary>
    public string Error => error;

    /// <summary>Gets how long to wait, when the answer said so.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
