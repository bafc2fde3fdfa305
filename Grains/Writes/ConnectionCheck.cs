using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Grains.Writes;

/// <summary>Refuses to start on a server that has fewer connections than this process may open: under load it would fail at the worst time.</summary>
/// <param name="dataSources">The databases.</param>
/// <param name="controls">The control connections.</param>
/// <param name="options">How many lanes a writer has.</param>
internal sealed class ConnectionCheck(DataSources dataSources, ControlConnections controls, IOptions<WriteBatchOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var instance in dataSources.Instances)
        {
            await controls.Of(instance).DemandConnectionsAsync(dataSources.ConnectionsMax(instance, options.Value.Lanes), cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
