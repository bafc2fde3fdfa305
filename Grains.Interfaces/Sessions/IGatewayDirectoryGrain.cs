using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Grains.Interfaces.Sessions;

/// <summary>Which gateways live and how to ask them. Memory only: gateways register again every 2 s. Key 0.</summary>
[GrainInterfaceType("orleanssocial.gatewaydirectory"), Alias("orleanssocial.IGatewayDirectoryGrain")]
public interface IGatewayDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>Registers or renews a gateway.</summary>
    /// <param name="gateway">Its id.</param>
    /// <param name="observer">How to ask it.</param>
    [Alias("Register")]
    Task Register(string gateway, IGatewayObserver observer);

    /// <summary>Finds a session's open socket at a gateway; null when there is none. A gateway that does not answer within 1 s is dead, and its sockets are gone.</summary>
    /// <param name="gateway">The gateway's id.</param>
    /// <param name="session">The session's id.</param>
    [Alias("FindOpen")]
    Task<OpenSocket?> FindOpen(string gateway, string session);

    /// <summary>Has a gateway close a session's socket.</summary>
    /// <param name="gateway">The gateway's id.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="claim">The claim that is taken over: a socket with a later one stays.</param>
    /// <returns>How far it was fed; null when the gateway is dead or has no such socket.</returns>
    [Alias("Release")]
    Task<ImmutableDictionary<string, long>?> Release(string gateway, string session, int claim);

    /// <summary>Has a gateway send an app a request over a socket there; null when the gateway is dead.</summary>
    /// <param name="gateway">The gateway's id.</param>
    /// <param name="app">The app's id.</param>
    /// <param name="type">The envelope's type.</param>
    /// <param name="payload">Its payload.</param>
    [Alias("SendToApp")]
    Task<AppAnswer?> SendToApp(string gateway, string app, string type, string payload);

    /// <summary>The most gateways that are kept; the longest silent one goes.</summary>
    const int GatewaysMax = 256;
}
