using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Grains.Interfaces.Sessions;

/// <summary>A live gateway, as silos ask it about its sockets.</summary>
[GrainInterfaceType("orleanssocial.gatewayobserver"), Alias("orleanssocial.IGatewayObserver")]
public interface IGatewayObserver : IGrainObserver
{
    /// <summary>Tells whether a session's socket is open here.</summary>
    /// <param name="session">The session's id.</param>
    [Alias("IsOpen")]
    Task<bool> IsOpen(string session);

    /// <summary>Sends an app a request over a socket here.</summary>
    /// <param name="app">The app's id.</param>
    /// <param name="type">The envelope's type.</param>
    /// <param name="payload">Its payload.</param>
    [Alias("SendToApp")]
    Task<AppAnswer> SendToApp(string app, string type, string payload);

    /// <summary>Closes a session's socket because another one takes it over.</summary>
    /// <param name="session">The session's id.</param>
    /// <returns>How far it was fed, exactly; null when it is not here.</returns>
    [Alias("Release")]
    Task<ImmutableDictionary<string, long>?> Release(string session);
}
