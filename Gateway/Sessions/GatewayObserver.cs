using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Sessions;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>Answers silos that ask about this gateway's sockets.</summary>
internal sealed class GatewayObserver(SessionRegistry sessions) : IGatewayObserver
{
    public Task<bool> IsOpen(string session) => sessions.IsOpenAsync(session);

    public Task<ImmutableDictionary<string, long>?> Release(string session) => sessions.ReleaseAsync(session);
}
