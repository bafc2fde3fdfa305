namespace OrleansSocial.Gateway.Sessions;

/// <summary>What a read brought.</summary>
internal enum FrameOutcome
{
    /// <summary>A text frame.</summary>
    Text = 0,

    /// <summary>A binary frame: not of this protocol.</summary>
    Binary = 1,

    /// <summary>A frame over the bound.</summary>
    TooLarge = 2,

    /// <summary>The peer's close frame.</summary>
    Closed = 3,
}
