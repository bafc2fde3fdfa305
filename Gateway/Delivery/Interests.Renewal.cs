using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Delivery;

/// <content>Its interest in the chains: renewed now and then, and whenever something may have been missed.</content>
internal sealed partial class Interests
{
    /// <summary>Interest is renewed once a minute, give or take <see cref="RenewJitter"/>; a grain forgets it after 3 minutes.</summary>
    public static readonly TimeSpan RenewPeriod = TimeSpan.FromMinutes(1);

    /// <summary>How much renewals are spread.</summary>
    public static readonly TimeSpan RenewJitter = TimeSpan.FromSeconds(10);

    /// <summary>A chain that nobody follows is kept for so long: its member may be reconnecting.</summary>
    public static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(45);

    /// <summary>An outbox lost events, or died: renew what came from it; done at the next tick, once for many holes.</summary>
    public void OnOutboxLost(string outbox)
    {
        _instruments.Hole();
        _lostOutboxes.Add(outbox);
    }

    /// <summary>Nothing is heard from anybody: renew everything.</summary>
    public void RenewAll()
    {
        foreach (var interest in _interests.Values)
        {
            Renew(interest);
        }
    }

    private void Renew(ChannelInterest interest)
    {
        interest.RenewAt = Now() + Ticks(RenewPeriod + (RenewJitter * ((Random.Shared.NextDouble() * 2) - 1)));
        _renewals.Add(interest);
    }

    private void OnRenewed(ChannelInterest interest, ChainInterest? answer)
    {
        if (!_interests.ContainsKey(interest.Chain))
        {
            return;
        }

        if (answer is not { Exists: true })
        {
            interest.RenewAt = Now() + Ticks(Pause(interest));
            return;
        }

        interest.Failures = 0;
        interest.Outbox = answer.Outbox;
        if (!interest.IsKnown)
        {
            var isFirst = interest.Last == 0;
            interest.IsKnown = true;
            interest.Last = answer.Head;
            interest.Recent.Clear();
            IChainFollower[] followers = [.. interest.Live, .. interest.Behind];
            foreach (var follower in followers)
            {
                if (!isFirst)
                {
                    follower.OnTooFar(answer.Head);
                }

                follower.OnKnown();
            }

            EndRepair(interest);
        }
        else if (answer.Head > interest.Last)
        {
            Repair(interest);
        }
    }

    private void OnTick()
    {
        if (_lostOutboxes.Count > 0)
        {
            foreach (var interest in _interests.Values)
            {
                if (_lostOutboxes.Contains(interest.Outbox) || !interest.IsKnown)
                {
                    Renew(interest);
                }
            }

            _lostOutboxes.Clear();
        }

        var now = Now();
        var recentSince = now - Ticks(RecentEvents.TimeMax);
        foreach (var interest in _interests.Values)
        {
            interest.Recent.DropBefore(recentSince);
            if (!interest.IsUsed && interest.UnusedSince != 0 && now - interest.UnusedSince > Ticks(LingerTime))
            {
                _interests.Remove(interest.Chain);
                interest.Recent.Clear();
                _ = ForgetAsync(interest.Chain);
            }
            else if (now >= interest.RenewAt)
            {
                Renew(interest);
            }
        }
    }

    private async Task ForgetAsync(ChainId chain)
    {
        try
        {
            await _chains.ForgetAsync(chain);
        }
        catch (Exception)
        {
            // It is forgotten by itself three minutes after the last renewal.
        }

        _loop.Post(() =>
        {
            // Somebody follows it again, and the grain may have heard that first.
            if (_interests.TryGetValue(chain, out var interest))
            {
                Renew(interest);
            }
        });
    }
}
