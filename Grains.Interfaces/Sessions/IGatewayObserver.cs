using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Grains.Interfaces.Sessions;

/// <summary>
/// A live gateway, as silos ask it about its sockets. Its answers interleave: one app that takes its time to acknowledge must not
/// make every other question late, for a gateway that does not answer counts as dead.
/// </summary>
[GrainInterfaceType("orleanssocial.gatewayobserver"), Alias("orleanssocial.IGatewayObserver")]
public interface IGatewayObserver : IGrainObserver
{
    /// <summary>Finds a session's open socket here; null when there is none, or no more: its session has been saved then.</summary>
    /// <param name="session">The session's id.</param>
    [Alias("FindOpen"), AlwaysInterleave]
    Task<OpenSocket?> FindOpen(string session);

    /// <summary>Sends an app a request over a socket here.</summary>
    /// <param name="app">The app's id.</param>
    /// <param name="type">The envelope's type.</param>
    /// <param name="payload">Its payload.</param>
    [Alias("SendToApp"), AlwaysInterleave]
    Task<AppAnswer> SendToApp(string app, string type, string payload);

    /// <summary>Closes a session's socket because another one takes it over.</summary>
    /// <param name="session">The session's id.</param>
    /// <param name="claim">The claim that is taken over: a socket with a later one stays.</param>
    /// <returns>How far it was fed, exactly; null when it is not here.</returns>
    [Alias("Release"), AlwaysInterleave]
    Task<ImmutableDictionary<string, long>?> Release(string session, int claim);
}
