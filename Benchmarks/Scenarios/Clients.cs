using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Targets;

namespace OrleansSocial.Benchmarks.Scenarios;

/// <summary>The connected clients of one scenario; they end with it.</summary>
internal sealed class Clients : IAsyncDisposable
{
    private const int ParallelConnects = 16;

    private readonly List<ChatClient> _all = [];

    /// <summary>Gets them, by member.</summary>
    public IReadOnlyList<ChatClient> All => _all;

    /// <summary>Connects members 0 to <paramref name="count"/> - 1.</summary>
    public static async Task<Clients> Connect(IChatTarget target, int count, CancellationToken cancellationToken)
    {
        var clients = new ChatClient[count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = ParallelConnects, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, count, limits, async (i, token) => clients[i] = await target.Connect(i, token));
        var result = new Clients();
        result._all.AddRange(clients);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _all)
        {
            await client.DisposeAsync();
        }
    }
}
