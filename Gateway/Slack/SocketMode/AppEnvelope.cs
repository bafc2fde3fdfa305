using OrleansSocial.Gateway.Sessions;

namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary>What one of an app's sockets is to acknowledge. Owned by the delivery loop.</summary>
/// <param name="type">The envelope's type.</param>
/// <param name="payload">Its payload, JSON in UTF-8.</param>
/// <param name="lane">What keeps its order: the chain of an event.</param>
internal sealed class AppEnvelope(string type, ReadOnlyMemory<byte> payload, string lane)
{
    public string Id { get; } = Guid.CreateVersion7().ToString();

    public string Type { get; } = type;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>Gets what picks the socket: those of one lane go to one socket, as long as the sockets stay the same.</summary>
    public uint Lane { get; } = (uint)string.GetHashCode(lane, StringComparison.Ordinal);

    /// <summary>Gets the chain of an event, or null.</summary>
    public ChainFeed? Feed { get; init; }

    /// <summary>Gets the chain's cursor before the event.</summary>
    public long Before { get; init; }

    /// <summary>Gets who waits for the answer of a request; events have nobody.</summary>
    public TaskCompletionSource<string?>? Answered { get; init; }

    /// <summary>Gets or sets how often it was sent before.</summary>
    public int Attempt { get; set; }

    /// <summary>Gets or sets why it is sent again, in Slack's word.</summary>
    public string RetryReason { get; set; } = string.Empty;

    /// <summary>Gets or sets the socket that it is on its way to.</summary>
    public AppSocket? Socket { get; set; }

    /// <summary>Gets or sets the clock's reading when it was sent last.</summary>
    public long SentAt { get; set; }
}
