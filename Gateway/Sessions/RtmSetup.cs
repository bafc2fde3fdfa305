using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Presence;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>Registers and maps the sockets, and the delivery that feeds them.</summary>
internal static class RtmSetup
{
    public static IServiceCollection AddRtmSockets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RtmOptions>().Bind(configuration.GetSection(RtmOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RtmOptions>, RtmOptionsValidator>();
        services.AddSingleton<GatewayIdentity>();
        services.AddSingleton<DeliveryLoop>();
        services.AddSingleton<IEventChains, GrainEventChains>();
        services.AddSingleton<EventRepair>();
        services.AddSingleton<GatewayDeliveryInstruments>();
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<Interests>(p, ActivatorUtilities.CreateInstance<FramingEncoder>(p)));
        services.AddSingleton<RtmInstruments>();
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<SessionHost>(p, ActivatorUtilities.CreateInstance<FramingEncoder>(p)));
        services.AddSingleton<PresenceInstruments>();
        services.AddSingleton<PresenceCalls>();
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<PresenceHub>(p, ActivatorUtilities.CreateInstance<FramingEncoder>(p)));
        services.AddSingleton<SessionSaver>();
        services.AddSingleton(p => p.GetRequiredService<IOptions<RtmOptions>>().Value);
        services.AddSingleton<SessionRegistry>();
        services.AddSingleton<ISocketHolder>(p => p.GetRequiredService<SessionRegistry>());
        services.AddSingleton<GatewayObserver>();
        services.AddSingleton<GatewayRegistration>();
        services.AddSingleton<RtmEndpoint>();
        services.AddHostedService<GatewayEventReceiver>();
        services.AddHostedService(p => p.GetRequiredService<GatewayRegistration>());
        services.AddHostedService<TokenRevocations>();
        return services;
    }

    public static void MapRtmSockets(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<RtmEndpoint>();
        app.Map(RtmTicket.Path + "{ticket}", endpoint.HandleAsync);
    }
}
