using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Silo.Database;

/// <summary>Opens the fences at start, so that the first post after a restart of the database finds them open.</summary>
/// <param name="fence">The fences of the configured instances.</param>
internal sealed class FenceOpening(Fence fence) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => fence.ArmAllAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
