namespace OrleansSocial.Grains.Interfaces.Delivery;

/// <summary>What channel, user and team grains share: a chain of events that gateways follow.</summary>
[GrainInterfaceType("orleanssocial.eventchain"), Alias("orleanssocial.IEventChainGrain")]
public interface IEventChainGrain : IGrainWithStringKey
{
    /// <summary>Takes or renews a gateway's interest: from now on events go to its outbox, for at least 3 minutes.</summary>
    /// <param name="gateway">The gateway's id: its stream.</param>
    /// <returns>The head, and the outbox that will carry the events. A chain that does not exist answers Exists = false.</returns>
    [Alias("Renew")]
    Task<ChainInterest> Renew(string gateway);

    /// <summary>Ends a gateway's interest.</summary>
    /// <param name="gateway">The gateway's id.</param>
    [Alias("Forget")]
    Task Forget(string gateway);

    /// <summary>Reads the events after one, oldest first: from the tail if it reaches back that far, else from the database.</summary>
    /// <param name="eventTs">The last event that the reader has; 0 for none.</param>
    /// <param name="countMax">The most events to return, 1 to 500.</param>
    [Alias("Since")]
    Task<EventPage> Since(long eventTs, int countMax);
}
