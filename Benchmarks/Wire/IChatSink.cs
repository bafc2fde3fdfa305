namespace OrleansSocial.Benchmarks.Wire;

/// <summary>What a chat client is told by its protocol.</summary>
internal interface IChatSink
{
    /// <summary>The server is ready to take posts.</summary>
    void OnReady();

    /// <summary>The post of a slot was answered.</summary>
    void OnAck(int slot, bool stored, ReadOnlySpan<byte> answer);

    /// <summary>Somebody's post arrived.</summary>
    void OnDelivery(ReadOnlySpan<byte> message);
}
