namespace OrleansSocial.Benchmarks.Wire;

/// <summary>Finds the messages in the bytes of one connection. Holds state: one instance a connection.</summary>
internal interface IFraming
{
    /// <summary>Looks for one message at the start of <paramref name="data"/>.</summary>
    /// <returns>What was found; <see cref="WireFrame.Incomplete"/> when more bytes are needed.</returns>
    WireFrame Read(ReadOnlySpan<byte> data);
}
