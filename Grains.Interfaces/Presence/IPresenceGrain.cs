using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Presence;

/// <summary>
/// Who of a part of a team is there, by the leases of the gateways that have their sockets, and which gateways want to know.
/// Memory only: gateways report and watch again. Key: <see cref="PresencePart.GrainKey"/>.
/// </summary>
[GrainInterfaceType("orleanssocial.presence"), Alias("orleanssocial.IPresenceGrain")]
public interface IPresenceGrain : IGrainWithStringKey
{
    /// <summary>Takes over which members have a socket at a gateway; holds for <see cref="LeaseTime"/>.</summary>
    /// <param name="gateway">The gateway's id.</param>
    /// <param name="online">All of them that belong to this grain.</param>
    [Alias("Report")]
    Task Report(string gateway, ImmutableArray<UserId> online);

    /// <summary>Takes over whose changes a gateway wants to hear, over its stream; holds for <see cref="LeaseTime"/>.</summary>
    /// <param name="gateway">The gateway's id.</param>
    /// <param name="users">All of them that belong to this grain.</param>
    /// <returns>Who of them is active.</returns>
    [Alias("Watch")]
    Task<ImmutableArray<UserId>> Watch(string gateway, ImmutableArray<UserId> users);

    /// <summary>Makes a member look away, or gives it back to the system.</summary>
    [Alias("SetManual")]
    Task SetManual(UserId user, bool away);

    /// <summary>Tells a member's presence.</summary>
    [Alias("Get")]
    Task<PresenceStatus> Get(UserId user);

    /// <summary>How long a report or a watch holds without a new one.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(25);

    /// <summary>How long a member whose last socket closed counts as there: they may be reconnecting.</summary>
    public static readonly TimeSpan GraceTime = TimeSpan.FromSeconds(5);
}
