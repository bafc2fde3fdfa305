using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Configuration;

namespace OrleansSocial.Gateway.Outbound;

/// <summary>Registers what calls URLs of others.</summary>
internal static class OutboundSetup
{
    public static void AddOutbound(this IServiceCollection services, IConfiguration configuration)
    {
        var outbound = configuration.GetSection(OutboundOptions.Section);
        services.AddOptions<OutboundOptions>().Bind(outbound)
            .HaveEntries(outbound, nameof(OutboundOptions.Hosts), nameof(OutboundOptions.InternalHosts)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OutboundOptions>, OutboundOptionsValidator>();
        services.AddSingleton<IValidateOptions<OutboundOptions>, OutboundEntriesValidator>();
        services.AddSingleton<IHostResolver, SystemHostResolver>();
        services.AddSingleton<OutboundClient>();
    }
}
