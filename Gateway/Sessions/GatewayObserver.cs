using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Sessions;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>Answers silos that ask about this gateway's sockets.</summary>
internal sealed class GatewayObserver(SessionRegistry sessions, IAppSockets apps) : IGatewayObserver
{
    public Task<OpenSocket?> FindOpen(string session) => sessions.FindOpenAsync(session);

    public Task<AppAnswer> SendToApp(string app, string type, string payload) => apps.SendAsync(app, type, payload);

    public Task<ImmutableDictionary<string, long>?> Release(string session, int claim) => sessions.ReleaseAsync(session, claim);
}
