namespace OrleansSocial.Benchmarks.Faults;

/// <summary>The gateways of the cluster and which of them answered last, so that a retry goes elsewhere.</summary>
public sealed class GatewayPool(IReadOnlyList<string> gateways)
{
    private int _next;

    /// <summary>Every gateway.</summary>
    public IReadOnlyList<string> All => gateways;

    /// <summary>The next in turn.</summary>
    public string Next() => gateways[(int)((uint)Interlocked.Increment(ref _next) % (uint)gateways.Count)];

    /// <summary>One that is not <paramref name="failed"/>, when there is one.</summary>
    public string Other(string failed)
    {
        var next = Next();
        return string.Equals(next, failed, StringComparison.Ordinal) ? Next() : next;
    }
}
