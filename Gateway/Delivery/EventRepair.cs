using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>Reads pages of chains for whoever has a hole, a bounded number at once, in the order of asking. Owned by the delivery loop.</summary>
internal sealed class EventRepair(IEventChains chains, DeliveryLoop loop)
{
    /// <summary>The most pages under way.</summary>
    public const int RunningMax = 64;

    private readonly Queue<Request> _queue = new();
    private int _running;

    /// <summary>Asks for a page; the answer comes on the loop, null when the chain did not answer.</summary>
    public void Read(ChainId chain, long since, int countMax, Action<EventPage?> answered)
    {
        _queue.Enqueue(new Request(chain, since, countMax, answered));
        Pump();
    }

    private void Pump()
    {
        while (_running < RunningMax && _queue.TryDequeue(out var request))
        {
            _running++;
            _ = CallAsync(request);
        }
    }

    private async Task CallAsync(Request request)
    {
        EventPage? page = null;
        try
        {
            page = await chains.SinceAsync(request.Chain, request.Since, request.CountMax);
        }
        catch (Exception)
        {
            // Who asked tries again after a pause.
        }

        loop.Post(() =>
        {
            _running--;
            request.Answered(page);
            Pump();
        });
    }

    private sealed record Request(ChainId Chain, long Since, int CountMax, Action<EventPage?> Answered);
}
