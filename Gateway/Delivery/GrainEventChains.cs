using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>Calls the grain that a chain's id names. Calls to a silo that just died hang: they are given up early and tried again.</summary>
internal sealed class GrainEventChains(IClusterClient client, GatewayIdentity gateway) : IEventChains
{
    private static readonly TimeSpan RenewTimeMax = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan SinceTimeMax = TimeSpan.FromSeconds(3);

    public Task<ChainInterest> RenewAsync(ChainId chain) => GrainOf(chain).Renew(gateway.Id).WaitAsync(RenewTimeMax);

    public Task<EventPage> SinceAsync(ChainId chain, long eventTs, int countMax) =>
        GrainOf(chain).Since(eventTs, countMax).WaitAsync(SinceTimeMax);

    public Task ForgetAsync(ChainId chain) => GrainOf(chain).Forget(gateway.Id);

    private IEventChainGrain GrainOf(ChainId chain) => chain.Kind switch
    {
        'T' => client.GetGrain<ITeamGrain>(chain.GrainKey),
        'U' or 'W' => client.GetGrain<IUserGrain>(chain.GrainKey),
        _ => client.GetGrain<IChannelGrain>(chain.GrainKey),
    };
}
