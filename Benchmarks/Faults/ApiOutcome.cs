namespace OrleansSocial.Benchmarks.Faults;

/// <summary>Whether a call was answered.</summary>
public enum ApiOutcome
{
    /// <summary>An HTTP answer came.</summary>
    Answered,

    /// <summary>No connection could be made, so the server never saw the call.</summary>
    NeverSent,

    /// <summary>The connection broke or time ran out: the server may have done it.</summary>
    Lost,
}
