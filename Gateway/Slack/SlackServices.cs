using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Photos;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.EventsApi;
using OrleansSocial.Gateway.Tokens;

namespace OrleansSocial.Gateway.Slack;

/// <summary>What the methods share.</summary>
internal sealed record SlackServices(
    ClusterRouter Clusters,
    TokenDirectory Tokens,
    ChannelGuard Channels,
    GatewayBudgets Budgets,
    AccountLimits Accounts,
    CallLimits Limits,
    GrainRetry Retry,
    PhotoMaker Photos,
    AppPoster Poster,
    TimeProvider Time,
    IOptions<GatewayOptions> Options,
    IConfiguration Configuration);
