using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Sessions;

namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary>Registers and maps apps' sockets.</summary>
internal static class SocketModeSetup
{
    public static void AddSocketMode(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SocketModeOptions>().Bind(configuration.GetSection(SocketModeOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SocketModeOptions>, SocketModeOptionsValidator>();
        services.AddSingleton<SocketModeInstruments>();
        services.AddSingleton<AppFeeds>();
        services.AddSingleton<AppRegistry>();
        services.AddSingleton<ISocketHolder>(p => p.GetRequiredService<AppRegistry>());
        services.AddSingleton<IAppSockets>(p => p.GetRequiredService<AppRegistry>());
        services.AddSingleton<SocketModeEndpoint>();
    }

    public static void MapSocketMode(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<SocketModeEndpoint>();
        app.Map(SocketModeTicket.Path + "{ticket}", endpoint.HandleAsync);
    }
}
