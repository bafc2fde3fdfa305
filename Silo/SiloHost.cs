using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OrleansSocial.Gateway;
using OrleansSocial.Grains;
using OrleansSocial.Silo.Clustering;
using OrleansSocial.Silo.Database;
using OrleansSocial.Silo.Demo;
using OrleansSocial.Silo.Observability;
using OrleansSocial.Storage;

namespace OrleansSocial.Silo;

/// <summary>One process of the product, from its settings to its end.</summary>
internal static class SiloHost
{
    private const string OperatorToken = "OrleansSocial:Operator:Token";

    // With the embedded server's StopTimeout of 3 s it stays within the 10 s that are promised.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(6);

    /// <summary>Runs until SIGTERM or Ctrl-C. Ends within 10 s of it, in the reverse order of the start.</summary>
    public static async Task RunAsync(HostArguments arguments)
    {
        var builder = CreateBuilder(arguments);
        var settings = HostSettings.Load(builder.Configuration);
        using var directory = DataDirectory.Open(arguments.Data);
        using var startLog = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddHostConsole());
        var role = settings.Host.Role;

        // Disposed after the application, so that the silo's last writes find their database.
        await using var database = await HostDatabase.OpenAsync(
            builder.Configuration, role, directory.Postgres, settings.Postgres, startLog.CreateLogger("OrleansSocial.Storage.EmbeddedPostgres"));
        if (role != HostRole.Gateway)
        {
            await HostDatabase.MigrateAsync(builder.Configuration, startLog.CreateLogger("OrleansSocial.Storage.Migrations"));
        }

        if (role != HostRole.Silo && string.IsNullOrEmpty(builder.Configuration[OperatorToken]))
        {
            builder.Configuration.AddInMemoryCollection([new(OperatorToken, directory.Secret("operator.token"))]);
        }

        AddServices(builder, settings, database.Embedded);
        await using var app = builder.Build();
        UseEndpoints(app, settings);
        await ServeAsync(app, settings, directory, arguments);
    }

    private static WebApplicationBuilder CreateBuilder(HostArguments arguments)
    {
        // The program's own folder, wherever it is started from: appsettings.json is there.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var urls = arguments.ListenUrls ?? builder.Configuration["urls"] ?? HostArguments.LoopbackUrl(HostArguments.PortDefault);
        builder.Configuration.AddInMemoryCollection([new("urls", urls)]);
        builder.Logging.ClearProviders();
        builder.Logging.AddHostConsole();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        return builder;
    }

    private static void AddServices(WebApplicationBuilder builder, HostSettings settings, bool embedded)
    {
        var clustering = settings.Cluster.Clustering ?? (embedded ? ClusteringKind.Localhost : ClusteringKind.AdoNet);
        var membership = clustering == ClusteringKind.AdoNet ? HostDatabase.OrleansConnectionString(builder.Configuration) : null;
        var section = builder.Configuration.GetSection(SiloOptions.Section);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ReadyCheck>();
        builder.Services.AddHostMetrics();
        if (settings.Host.Role == HostRole.Gateway)
        {
            builder.AddClient(settings.Cluster, membership);
        }
        else
        {
            builder.Services.AddOrleansSocialStorage(builder.Configuration);
            builder.Services.AddOrleansSocialGrains(section);
            builder.Services.AddHostedService<FenceOpening>();
            builder.AddSilo(settings.Cluster, membership);
        }

        if (settings.Host.Role != HostRole.Silo)
        {
            builder.Services.AddOrleansSocialGateway(section);
        }
    }

    private static void UseEndpoints(WebApplication app, HostSettings settings)
    {
        if (settings.Host.Role != HostRole.Silo)
        {
            app.UseTrustedProxies();
        }

        app.UseHostMetrics(settings.Metrics);
        app.MapHealth();
        if (settings.Host.Role != HostRole.Silo)
        {
            app.MapOrleansSocialGateway();
        }
    }

    private static async Task ServeAsync(WebApplication app, HostSettings settings, DataDirectory directory, HostArguments arguments)
    {
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var listen = new ListenAddresses(addresses);
        var demo = arguments.Demo && settings.Host.Role == HostRole.All && listen.LoopbackOnly
            ? await new DemoTeam(listen.Local, directory, app.Logger).EnsureAsync(app.Lifetime.ApplicationStopping)
            : null;
        await Console.Out.WriteLineAsync($"ready {listen.Local.AbsoluteUri.TrimEnd('/')}");
        if (demo is not null)
        {
            await Console.Out.WriteLineAsync(demo.Introduction(directory.DemoFile));
        }

        await app.WaitForShutdownAsync();
    }
}
