using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>What this gateway knows of one chain that some socket follows. Owned by the delivery loop.</summary>
internal sealed class ChannelInterest(ChainId chain, long now, RecentBudget budget)
{
    /// <summary>The most events that wait for a repair; beyond it they come by a further page.</summary>
    public const int WaitingMax = 1_000;

    public ChainId Chain { get; } = chain;

    /// <summary>Gets or sets the newest event that was handed to the followers; it is not known before the first renewal.</summary>
    public long Last { get; set; }

    public bool IsKnown { get; set; }

    /// <summary>Gets or sets the outbox that carries the chain's events.</summary>
    public string Outbox { get; set; } = string.Empty;

    /// <summary>Gets the followers that have everything up to <see cref="Last"/>.</summary>
    public List<IChainFollower> Live { get; } = [];

    /// <summary>Gets the followers that are still behind.</summary>
    public HashSet<IChainFollower> Behind { get; } = [];

    /// <summary>Gets the newest events that the followers were handed.</summary>
    public RecentEvents Recent { get; } = new(budget);

    /// <summary>Gets events that came while a hole before them is being repaired.</summary>
    public Queue<ChannelEvent> Waiting { get; } = new();

    public bool HasOverflown { get; set; }

    public bool IsRepairing { get; set; }

    /// <summary>Gets or sets whether something newer was heard of while a repair was under way.</summary>
    public bool RepairAgain { get; set; }

    /// <summary>Gets or sets how many repairs in a row brought nothing.</summary>
    public int FruitlessRepairs { get; set; }

    public bool IsRenewing { get; set; }

    public bool RenewAgain { get; set; }

    public bool IsQueued { get; set; }

    public int Failures { get; set; }

    public long RenewAt { get; set; }

    public long ActiveAt { get; set; } = now;

    /// <summary>Gets or sets since when nobody follows, or 0.</summary>
    public long UnusedSince { get; set; }

    public bool IsUsed => Live.Count + Behind.Count > 0;

    public void AddLive(IChainFollower follower)
    {
        Behind.Remove(follower);
        follower.LiveIndex = Live.Count;
        Live.Add(follower);
    }

    /// <summary>A live follower cannot take more for now.</summary>
    public void AddBehind(IChainFollower follower)
    {
        Remove(follower);
        Behind.Add(follower);
    }

    public void Remove(IChainFollower follower)
    {
        Behind.Remove(follower);
        var at = follower.LiveIndex;
        if (at >= 0 && at < Live.Count && ReferenceEquals(Live[at], follower))
        {
            var last = Live[^1];
            Live[at] = last;
            last.LiveIndex = at;
            Live.RemoveAt(Live.Count - 1);
        }

        follower.LiveIndex = -1;
    }
}
