using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>The sockets of apps at this gateway, for requests to them.</summary>
internal interface IAppSockets
{
    /// <summary>Sends a request once and waits for its acknowledgement, as long as an app may take.</summary>
    Task<AppAnswer> SendAsync(string app, string type, string payload);
}
