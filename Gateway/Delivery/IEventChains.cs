using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>The chains' grains as this gateway calls them.</summary>
internal interface IEventChains
{
    Task<ChainInterest> RenewAsync(ChainId chain);

    Task<EventPage> SinceAsync(ChainId chain, long eventTs, int countMax);

    Task ForgetAsync(ChainId chain);
}
