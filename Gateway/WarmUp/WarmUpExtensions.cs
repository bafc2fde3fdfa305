using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansSocial.Gateway.WarmUp;

/// <summary>Puts <see cref="WarmedServer"/> around the host's server.</summary>
internal static class WarmUpExtensions
{
    public static void AddWarmUp(this IServiceCollection services)
    {
        if (services.LastOrDefault(s => s.ServiceType == typeof(IServer)) is not { ImplementationType: { } server })
        {
            // A host without a server of its own, or with one that a test made: there is nothing to hold up.
            return;
        }

        services.Replace(ServiceDescriptor.Singleton<IServer>(all => ActivatorUtilities.CreateInstance<WarmedServer>(
            all, (IServer)ActivatorUtilities.CreateInstance(all, server))));
    }
}
