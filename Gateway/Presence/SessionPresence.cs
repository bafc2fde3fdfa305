using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Presence;

/// <summary>What one socket wants to know of others' presence.</summary>
/// <param name="InOneFrame">Whether the client takes many members in one frame (Slack: batch_presence_aware).</param>
internal sealed record SessionPresence(bool InOneFrame)
{
    /// <summary>Gets whom it watches; at most <see cref="PresenceHub.WatchedMax"/>.</summary>
    public HashSet<UserId> Watched { get; } = [];

    /// <summary>Gets what it is still to be told: the newest of each member.</summary>
    public Dictionary<UserId, bool> ToTell { get; } = [];
}
