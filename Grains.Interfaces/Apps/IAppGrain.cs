using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>
/// One app's sockets: tickets, which gateways have some, and which of those feeds them. Tickets and counts are memory: gateways
/// tell them again. The cursors are in the main database. Key: <see cref="AppKey"/>.
/// </summary>
[GrainInterfaceType("orleanssocial.app"), Alias("orleanssocial.IAppGrain")]
public interface IAppGrain : IGrainWithStringKey
{
    /// <summary>Makes a ticket for one socket, good for <see cref="TicketSeconds"/>.</summary>
    /// <param name="tokenId">The app-level token that asks.</param>
    /// <returns>The ticket; null when <see cref="TicketsMax"/> are open.</returns>
    [Alias("OpenTicket")]
    Task<string?> OpenTicket(string tokenId);

    /// <summary>Uses a ticket up and counts its socket.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="gateway">The gateway that has the socket.</param>
    [Alias("Enter")]
    Task<AppEntry> Enter(string ticket, string gateway);

    /// <summary>Tells how many sockets a gateway has; each few seconds, and when it changes.</summary>
    /// <returns>False when the app has a request URL, or was removed: close its sockets. Known here within <see cref="AppSeconds"/>.</returns>
    /// <param name="gateway">The gateway's id.</param>
    /// <param name="sockets">How many; none forgets the gateway.</param>
    [Alias("Report")]
    Task<bool> Report(string gateway, int sockets);

    /// <summary>Claims the feed for a gateway with a socket; null while another gateway has it and renews it.</summary>
    /// <param name="gateway">The gateway's id.</param>
    [Alias("Claim")]
    Task<AppFeedClaim?> Claim(string gateway);

    /// <summary>Saves how far the app has acknowledged, which renews the claim.</summary>
    /// <param name="gateway">The gateway's id.</param>
    /// <param name="claim">Its claim.</param>
    /// <param name="cursors">Per chain the event_ts up to which everything was acknowledged or given up.</param>
    /// <param name="release">True when the gateway has no socket of the app any more.</param>
    /// <returns>False when the claim is lost: stop feeding.</returns>
    [Alias("Save")]
    Task<bool> Save(string gateway, long claim, ImmutableDictionary<string, long> cursors, bool release);

    /// <summary>Claims the posting of an app's events to its request URL; null while another gateway has it, or there is no such URL that works.</summary>
    /// <param name="gateway">The gateway's id.</param>
    [Alias("ClaimPosts")]
    Task<AppPostClaim?> ClaimPosts(string gateway);

    /// <summary>The app's request URL was set, changed or cleared: who fed it loses the claim, and what happens from now on is kept for the next.</summary>
    [Alias("OnRequestUrlChanged")]
    Task OnRequestUrlChanged();

    /// <summary>Sends the app a request over one of its sockets, once, and waits for the acknowledgement: some seconds at most.</summary>
    /// <param name="type">The envelope's type.</param>
    /// <param name="payload">Its payload, JSON; at most <see cref="PayloadLengthMax"/> characters.</param>
    [Alias("Send")]
    Task<AppAnswer> Send(string type, string payload);

    /// <summary>For how long the grain takes what it knows of the app for true.</summary>
    const int AppSeconds = 2;

    /// <summary>The longest payload of a request, characters.</summary>
    const int PayloadLengthMax = 400_000;

    /// <summary>The most sockets of one app.</summary>
    const int SocketsMax = 10;

    /// <summary>The most unused tickets of one app.</summary>
    const int TicketsMax = 50;

    /// <summary>How long a ticket is good.</summary>
    const int TicketSeconds = 30;

    /// <summary>The most gateways that have sockets of one app: each has one at least.</summary>
    const int GatewaysMax = 64;

    /// <summary>A claim that was not renewed for so long can be taken over.</summary>
    const int ClaimSeconds = 15;

    /// <summary>Cursors are good for so long after the last save: an app that comes back later begins with what happens then.</summary>
    const int KeptSeconds = 3600;
}
