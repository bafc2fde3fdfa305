using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway.Outbound;

/// <summary>Registers what calls URLs of others.</summary>
internal static class OutboundSetup
{
    public static void AddOutbound(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OutboundOptions>().Bind(configuration.GetSection(OutboundOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OutboundOptions>, OutboundOptionsValidator>();
        services.AddSingleton<IValidateOptions<OutboundOptions>, OutboundEntriesValidator>();
        services.AddSingleton<IHostResolver, SystemHostResolver>();
        services.AddSingleton<OutboundClient>();
    }
}
