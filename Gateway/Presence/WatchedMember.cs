using OrleansSocial.Gateway.Sessions;

namespace OrleansSocial.Gateway.Presence;

/// <summary>A member whose presence some socket here wants to see.</summary>
internal sealed class WatchedMember
{
    /// <summary>Gets the sockets.</summary>
    public HashSet<RtmSession> Watchers { get; } = [];

    /// <summary>Gets or sets how they are; null before the first answer.</summary>
    public bool? IsActive { get; set; }
}
