using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Grains.Writes;
using OrleansSocial.Tests.Storage.Writes;

namespace OrleansSocial.Tests.Grains.Writes;

/// <summary>A silo's shard writers over a real database, without the silo.</summary>
internal sealed class WriterBench : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly WriteBatchInstruments _instruments;

    public WriterBench(ShardBench shard, Action<WriteBatchOptions>? configure = null)
    {
        Shard = shard;
        var options = new WriteBatchOptions();
        configure?.Invoke(options);
        _instruments = new WriteBatchInstruments(_services.GetRequiredService<IMeterFactory>());
        Writers = new ShardWriters(
            shard.DataSources, shard.Controls, shard.Fence, _instruments, Options.Create(options), TimeProvider.System, NullLogger<WriteLane>.Instance);
    }

    public ShardBench Shard { get; }

    public ShardWriters Writers { get; }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public ShardWriter Writer => Writers.Of(Shard.Route);

    public Task<WriteReceipt> Append(BenchChain chain, params WriteRow[] rows) =>
        Writer.Append(new WriteBatch(chain.Id, Shard.Route, chain.Owner, [.. rows])).WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        await Writers.DisposeAsync();
        _instruments.Dispose();
        await _services.DisposeAsync();
        await Shard.DisposeAsync();
    }
}
