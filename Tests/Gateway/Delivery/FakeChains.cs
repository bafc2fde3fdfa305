using System.Collections.Concurrent;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Gateway.Delivery;

/// <summary>Chains in memory: what is stored answers, unless the test says that it fails.</summary>
internal sealed class FakeChains : IEventChains
{
    private readonly ConcurrentDictionary<ChainId, List<ChannelEvent>> stored = new();

    public ConcurrentQueue<ChainId> Renewals { get; } = new();

    public ConcurrentQueue<(ChainId Chain, long Since)> Reads { get; } = new();

    public string Outbox { get; set; } = "o";

    public bool Fails { get; set; }

    public bool IsTooFar { get; set; }

    public int PageMax { get; set; } = 500;

    /// <summary>Gets or sets what it takes until a page that was read arrives; null for no time.</summary>
    public TaskCompletionSource? Reading { get; set; }

    /// <summary>Gets or sets what it takes to forget; null for no time.</summary>
    public TaskCompletionSource? Forgetting { get; set; }

    /// <summary>Stores a further event of a chain, right behind its last.</summary>
    public ChannelEvent Add(ChannelEvent e)
    {
        var chain = stored.GetOrAdd(e.Chain, _ => []);
        lock (chain)
        {
            var linked = e with { PrevTs = chain.Count == 0 ? 0 : chain[^1].EventTs };
            chain.Add(linked);
            return linked;
        }
    }

    public Task<ChainInterest> RenewAsync(ChainId chain)
    {
        Renewals.Enqueue(chain);
        return Fails
            ? Task.FromException<ChainInterest>(new TimeoutException())
            : Task.FromResult(new ChainInterest(true, Of(chain).LastOrDefault()?.EventTs ?? 0, Outbox));
    }

    public async Task<EventPage> SinceAsync(ChainId chain, long eventTs, int countMax)
    {
        var page = await Since(chain, eventTs, countMax);
        await (Reading?.Task ?? Task.CompletedTask);
        return page;
    }

    public Task ForgetAsync(ChainId chain) => Forgetting?.Task ?? Task.CompletedTask;

    private Task<EventPage> Since(ChainId chain, long eventTs, int countMax)
    {
        Reads.Enqueue((chain, eventTs));
        if (Fails)
        {
            return Task.FromException<EventPage>(new TimeoutException());
        }

        var newer = Of(chain).Where(e => e.EventTs > eventTs).ToList();
        var count = Math.Min(countMax, PageMax);
        return Task.FromResult(IsTooFar ? new EventPage([], false, true) : new EventPage([.. newer.Take(count)], newer.Count > count, false));
    }

    private List<ChannelEvent> Of(ChainId chain)
    {
        var events = stored.GetOrAdd(chain, _ => []);
        lock (events)
        {
            return [.. events];
        }
    }
}
