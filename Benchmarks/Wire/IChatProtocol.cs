namespace OrleansSocial.Benchmarks.Wire;

/// <summary>How posts are written and frames are read on one kind of server. Stateless but for its framing.</summary>
internal interface IChatProtocol
{
    /// <summary>Writes one post, framed, and returns its length.</summary>
    /// <param name="destination">At least <see cref="PostBytesMax"/> bytes.</param>
    /// <param name="channel">The channel's id.</param>
    /// <param name="slot">Comes back in the acknowledgement.</param>
    /// <param name="text">Plain ASCII without anything that JSON or a form escapes.</param>
    int WritePost(Span<byte> destination, string channel, int slot, ReadOnlySpan<byte> text);

    /// <summary>Reads one message and tells the sink what was in it.</summary>
    void Read(ReadOnlySpan<byte> message, IChatSink sink);

    /// <summary>The most bytes that a post may take.</summary>
    const int PostBytesMax = 4096;
}
