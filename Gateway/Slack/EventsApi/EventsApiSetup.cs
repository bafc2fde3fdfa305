using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Sessions;

namespace OrleansSocial.Gateway.Slack.EventsApi;

/// <summary>Registers deliveries to request URLs.</summary>
internal static class EventsApiSetup
{
    public static void AddEventsApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EventsApiOptions>().Bind(configuration.GetSection(EventsApiOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EventsApiOptions>, EventsApiOptionsValidator>();
        services.AddSingleton<AppPosts>();
        services.AddSingleton<ISocketHolder>(p => p.GetRequiredService<AppPosts>());
        services.AddHostedService(p => p.GetRequiredService<AppPosts>());
    }
}
