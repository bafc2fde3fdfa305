using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>
/// Calls Renew for chains, most recently active first, a bounded number at once. A chain that is asked for while its call
/// is under way is called once more: the answer may be from before what made it necessary. Owned by the delivery loop.
/// </summary>
internal sealed class RenewalQueue(IEventChains chains, DeliveryLoop loop, GatewayDeliveryInstruments instruments, Action<ChannelInterest, ChainInterest?> answered)
{
    /// <summary>The most renewals under way.</summary>
    public const int RunningMax = 64;

    private readonly PriorityQueue<ChannelInterest, long> _queue = new();
    private int _running;

    public void Add(ChannelInterest interest)
    {
        if (interest.IsRenewing)
        {
            interest.RenewAgain = true;
            return;
        }

        if (!interest.IsQueued)
        {
            interest.IsQueued = true;
            _queue.Enqueue(interest, -interest.ActiveAt);
        }

        Pump();
    }

    private void Pump()
    {
        while (_running < RunningMax && _queue.TryDequeue(out var interest, out _))
        {
            interest.IsQueued = false;
            interest.IsRenewing = true;
            _running++;
            instruments.Renewal();
            _ = CallAsync(interest);
        }
    }

    private async Task CallAsync(ChannelInterest interest)
    {
        ChainInterest? answer = null;
        try
        {
            answer = await chains.RenewAsync(interest.Chain);
        }
        catch (Exception)
        {
            // Tried again soon: the chain's silo died, or the database does not answer.
        }

        loop.Post(() => End(interest, answer));
    }

    private void End(ChannelInterest interest, ChainInterest? answer)
    {
        _running--;
        interest.IsRenewing = false;
        answered(interest, answer);
        if (interest.RenewAgain)
        {
            interest.RenewAgain = false;
            Add(interest);
        }

        Pump();
    }
}
