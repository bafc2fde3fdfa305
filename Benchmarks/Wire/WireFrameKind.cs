namespace OrleansSocial.Benchmarks.Wire;

/// <summary>What a connection has to do with a frame.</summary>
internal enum WireFrameKind
{
    /// <summary>A message of its own, or the last part of one.</summary>
    Message,

    /// <summary>A part of a message that goes on in the next frame.</summary>
    Part,

    /// <summary>A ping that wants its payload back.</summary>
    Ping,

    /// <summary>A pong: nothing to do.</summary>
    Pong,

    /// <summary>The other side says goodbye.</summary>
    Close,
}
