using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansSocial.Gateway;

/// <summary>Registers and maps the public API; an <c>IClusterClient</c> must be among the services.</summary>
public static class GatewayExtensions
{
    /// <summary>Adds the gateway's services.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The section <c>OrleansSocial</c>.</param>
    public static IServiceCollection AddOrleansSocialGateway(this IServiceCollection services, IConfiguration configuration)
    {
        return services;
    }

    /// <summary>Maps <c>/api/METHOD</c> and <c>/rtm/TICKET</c>.</summary>
    /// <param name="app">The host.</param>
    public static WebApplication MapOrleansSocialGateway(this WebApplication app)
    {
        return app;
    }
}
