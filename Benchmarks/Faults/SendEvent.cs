using System.Text.Json.Serialization;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>What the senders' log tells about a post.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SendEvent>))]
public enum SendEvent
{
    /// <summary>The post was given to the sender.</summary>
    Start,

    /// <summary>An attempt left.</summary>
    Try,

    /// <summary>Acknowledged with a ts.</summary>
    Ok,

    /// <summary>The attempt certainly reached no server: the connection was refused.</summary>
    Refused,

    /// <summary>429: nothing was stored, try again.</summary>
    Busy,

    /// <summary>503: the server does not know, try again.</summary>
    Unavailable,

    /// <summary>The answer was lost: nobody knows whether it was stored.</summary>
    Unknown,

    /// <summary><c>ok:false</c>, final: nothing was stored.</summary>
    Fail,

    /// <summary>The sender stopped trying.</summary>
    GaveUp,
}
