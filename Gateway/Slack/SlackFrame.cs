namespace OrleansSocial.Gateway.Slack;

/// <summary>A frame of a WebSocket, as the OpenAPI document describes it. It stands beside the code that writes or reads it.</summary>
/// <param name="Direction">On which socket, and who sends it.</param>
/// <param name="Name">Its name in the document: of its type, or of its subtype where that has members of its own.</param>
/// <param name="About">When it comes and what it says, in a sentence or two.</param>
/// <param name="Members">Its members: all of them, in the notation of <see cref="SlackField"/>. Those that have a <c>type</c> list its words.</param>
internal sealed record SlackFrame(FrameDirection Direction, string Name, string About, IReadOnlyList<SlackField> Members)
{
    /// <summary>Gets a value indicating whether it may have members that are not listed: what clients send, and what is sent back to them as it came.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Gets the name of its schema.</summary>
    public string SchemaName => Direction switch
    {
        FrameDirection.RtmServer => "rtm.",
        FrameDirection.RtmClient => "rtm.client.",
        FrameDirection.SocketModeServer => "socket_mode.",
        FrameDirection.SocketModeClient => "socket_mode.client.",
    } + Name;

    /// <summary>Gets the words of its <c>type</c>; none for replies, which have no type.</summary>
    public IReadOnlyList<string> Types => [.. (Members.FirstOrDefault(m => m.Name is "type")?.Type ?? string.Empty).Split(" | ", StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('\''))];
}
