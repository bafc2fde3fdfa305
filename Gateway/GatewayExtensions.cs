using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Addresses;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Configuration;
using OrleansSocial.Gateway.Outbound;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Gateway.Slack.EventsApi;
using OrleansSocial.Gateway.Slack.SocketMode;
using OrleansSocial.Gateway.Tokens;
using OrleansSocial.Gateway.WarmUp;

namespace OrleansSocial.Gateway;

/// <summary>Registers and maps the public API; an <c>IClusterClient</c> must be among the services.</summary>
public static class GatewayExtensions
{
    private const int RequestBufferBytes = 64 * 1024;

    /// <summary>Adds the gateway's services.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The section <c>OrleansSocial</c>.</param>
    public static IServiceCollection AddOrleansSocialGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddApi(configuration);
        services.AddRtmSockets(configuration);
        services.AddSocketMode(configuration);
        services.AddEventsApi(configuration);
        services.AddWarmUp();
        return services;
    }

    /// <summary>Has whatever comes after it see the addresses that trusted proxies tell; see <see cref="GatewayOptions.TrustedProxies"/>.</summary>
    /// <param name="app">The host.</param>
    public static WebApplication UseTrustedProxies(this WebApplication app)
    {
        app.UseForwardedHeaders();
        return app;
    }

    /// <summary>Maps <c>/api/METHOD</c>, <c>/rtm/TICKET</c> and <c>/socket-mode/TICKET</c>.</summary>
    /// <param name="app">The host.</param>
    public static WebApplication MapOrleansSocialGateway(this WebApplication app)
    {
        app.MapSlackApi();
        app.MapRtmSockets();
        app.MapSocketMode();
        return app;
    }

    /// <summary>Adds what answers calls over HTTP; sockets and delivery are apart.</summary>
    internal static void AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        var gateway = configuration.GetSection(GatewayOptions.Section);
        services.AddOptions<GatewayOptions>().Bind(gateway).HaveEntries(gateway, nameof(GatewayOptions.TrustedProxies))
            .Validate(
                o => o.PublicUrl is null or { IsAbsoluteUri: true, Scheme: "http" or "https" },
                "OrleansSocial:Gateway:PublicUrl is no http or https URL such as https://chat.example.com.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddSingleton<IValidateOptions<GatewayOptions>, TrustedProxiesValidator>();
        services.AddSingleton<BaseUrls>();
        services.AddTrustedProxies();
        services.AddOptions<RateLimitOptions>().Bind(configuration.GetSection(RateLimitOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsValidator>();
        services.AddSingleton<ClusterRouter>();
        services.AddSingleton<TokenDirectory>();
        services.AddSingleton<RateLimitInstruments>();
        services.AddSingleton<CallLimits>();
        services.AddSingleton<ChannelGuard>();
        services.AddSingleton<GatewayBudgets>();
        services.AddSingleton<AccountLimits>();
        services.AddSingleton<RequestBounds>();
        services.AddOutbound(configuration);
        services.AddSlackDialect();

        // What a connection may send ahead of being read; the default of 1 MiB each adds up under a flood of large bodies.
        services.Configure<KestrelServerOptions>(o => o.Limits.MaxRequestBufferSize = RequestBufferBytes);
    }
}
