namespace OrleansSocial.Benchmarks.Wire;

/// <summary>Takes what one connection receives, on that connection's read loop: never two calls at once.</summary>
internal interface IMessageSink
{
    /// <summary>Takes one complete message; the bytes are only valid during the call.</summary>
    void OnMessage(ReadOnlySpan<byte> message);

    /// <summary>Told when everything that one read brought has been handed over.</summary>
    void OnReadDone();

    /// <summary>Told once when the connection has ended, with the reason if it was an error.</summary>
    void OnClosed(Exception? error);
}
