using System.Text.Json.Serialization;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>How a client comes back after it lost its socket.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ResumeKind>))]
public enum ResumeKind
{
    /// <summary>An own client: it sends its cursors and gets exactly what is newer.</summary>
    Cursors,

    /// <summary>It opens the last <c>reconnect_url</c> first, as wee-slack does.</summary>
    ReconnectUrl,

    /// <summary>It calls rtm.connect again and knows nothing, as the node client does.</summary>
    Plain,
}
