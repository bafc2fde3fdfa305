using System.Net;
using Orleans.Configuration;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Delivery;
using OrleansSocial.Storage.EmbeddedPostgres;

namespace OrleansSocial.Silo.Clustering;

/// <summary>Configures this process as a silo, or as a client of silos.</summary>
internal static class ClusterSetup
{
    private const string Npgsql = "Npgsql";
    private const string ServiceId = "orleanssocial";
    private static readonly TimeSpan RefreshPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Adds a silo.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="options">This process in its cluster.</param>
    /// <param name="membership">Connection string of the membership tables; null for a cluster of this silo alone.</param>
    public static void AddSilo(this WebApplicationBuilder builder, OrleansClusterOptions options, string? membership)
    {
        var address = AddressRules.Parse(options.AdvertisedAddress);
        var siloPort = options.SiloPort > 0 ? options.SiloPort : LoopbackPort.Find();
        var gatewayPort = options.GatewayPort > 0 ? options.GatewayPort : LoopbackPort.Find();
        builder.UseOrleans(silo =>
        {
            if (membership is null)
            {
                silo.UseLocalhostClustering(siloPort, gatewayPort, primarySiloEndpoint: null, ServiceId, options.ClusterId);
            }
            else
            {
                silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (options.ClusterId, ServiceId));
                silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Npgsql, membership));
                silo.ConfigureEndpoints(address, siloPort, gatewayPort, listenOnAnyHostAddress: false);
            }

            silo.Configure<ClusterMembershipOptions>(o =>
            {
                o.ProbeTimeout = options.ProbeTimeout;
                o.NumMissedProbesLimit = options.MissedProbesMax;
                o.NumVotesForDeathDeclaration = options.DeathVotes;
                o.TableRefreshTimeout = TimeSpan.FromSeconds(10);
                o.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            });
            silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = options.ResponseTimeout);
            silo.Configure<GrainCollectionOptions>(o => o.CollectionAge = options.IdleGrainAge);

            // Who listens to which stream. Lost with its silo; gateways subscribe again when they hear nothing.
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddOrleansSocialDelivery();
        });
    }

    /// <summary>Adds an Orleans client.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="options">The cluster.</param>
    /// <param name="membership">Connection string of the membership tables; null for the silo at AdvertisedAddress and GatewayPort.</param>
    public static void AddClient(this WebApplicationBuilder builder, OrleansClusterOptions options, string? membership)
    {
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (options.ClusterId, ServiceId));
            if (membership is null)
            {
                client.UseStaticClustering(new IPEndPoint(AddressRules.Parse(options.AdvertisedAddress), options.GatewayPort));
            }
            else
            {
                client.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Npgsql, membership));
            }

            client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = options.ResponseTimeout);
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = RefreshPeriod);
            client.AddOrleansSocialDeliveryClient();
            client.UseConnectionRetryFilter(new FirstConnection(options.ConnectFor, TimeProvider.System).RetryAsync);
        });
    }

    /// <summary>Decides how long a client tries for its first silo: both may be starting.</summary>
    private sealed class FirstConnection(TimeSpan patience, TimeProvider timeProvider)
    {
        private readonly long _started = timeProvider.GetTimestamp();

        public async Task<bool> RetryAsync(Exception exception, CancellationToken cancellationToken)
        {
            if (timeProvider.GetElapsedTime(_started) > patience)
            {
                return false;
            }

            await Task.Delay(RetryPause, timeProvider, cancellationToken);
            return true;
        }
    }
}
