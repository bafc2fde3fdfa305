namespace OrleansSocial.Benchmarks.Wire;

/// <summary>Where a frame lies in the bytes that were read.</summary>
/// <param name="Kind">What the connection has to do with it.</param>
/// <param name="Offset">Bytes before the payload.</param>
/// <param name="Length">Bytes of payload.</param>
/// <param name="Consumed">Bytes that belong to the frame in all; 0 when it is incomplete.</param>
internal readonly record struct WireFrame(WireFrameKind Kind, int Offset, int Length, int Consumed)
{
    /// <summary>More bytes are needed.</summary>
    public static WireFrame Incomplete => default;
}
