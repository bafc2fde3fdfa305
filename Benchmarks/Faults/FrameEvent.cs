using System.Text.Json.Serialization;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>What a socket's log tells.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FrameEvent>))]
public enum FrameEvent
{
    /// <summary>The socket is open and hello has come.</summary>
    Open,

    /// <summary>A frame from the server.</summary>
    In,

    /// <summary>The connection is gone.</summary>
    Lost,

    /// <summary>rtm.connect or the opening of the socket failed; it is tried again.</summary>
    NoConnect,

    /// <summary>A message that was fetched by conversations.history after a resync.</summary>
    History,
}
