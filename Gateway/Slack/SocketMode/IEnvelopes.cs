using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary>Where an app's feed puts envelopes: its sockets, or its request URL. Owned by the delivery loop.</summary>
internal interface IEnvelopes
{
    /// <summary>Gets the app.</summary>
    AppInfo App { get; }

    /// <summary>Gets whether live events may be put in.</summary>
    bool HasRoom { get; }

    /// <summary>Gets whether more of what is behind may be put in.</summary>
    bool HasBacklogRoom { get; }

    /// <summary>Puts an envelope in.</summary>
    void Add(AppEnvelope envelope);

    /// <summary>Takes cursors back to before what the app has not acknowledged.</summary>
    void TakeBack(Dictionary<string, long> cursors);
}
