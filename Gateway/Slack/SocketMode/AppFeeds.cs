using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary>Starts the feed of an app whose claim this gateway has.</summary>
internal sealed class AppFeeds(ClusterRouter clusters, IEventChains chains, SessionHost host, GatewayIdentity gateway)
{
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(5);

    /// <summary>Starts it.</summary>
    /// <param name="envelopes">Where its envelopes go.</param>
    /// <param name="claim">The claim.</param>
    /// <param name="onGap">Called when a gap was too old to fill.</param>
    /// <param name="use">Takes the feed, on the loop, before its first event.</param>
    public async Task StartAsync(IEnvelopes envelopes, AppFeedClaim claim, Action onGap, Action<AppFeed> use)
    {
        // The list first, then the head: every change of the list is an event up to that head.
        var own = ChainId.Of(envelopes.App.Team, envelopes.App.User);
        var channels = await clusters.For(envelopes.App.Team).GetGrain<IUserGrain>(own.GrainKey).Channels().WaitAsync(AnswerTimeMax, host.Clock);
        var head = await chains.RenewAsync(own);
        await host.Loop.CallAsync(() =>
        {
            var feed = new AppFeed(envelopes, claim, host, onGap, gateway.Id);
            use(feed);
            feed.Start(channels, head.Head);
            return true;
        });
    }
}
