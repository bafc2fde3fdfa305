using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>
/// Reads pages of chains for whoever has a hole, a bounded number at once, in the order of asking. Who asks for a page that is
/// still waiting for its turn gets it with the others: sockets of a busy channel stand at the same place. Owned by the delivery loop.
/// </summary>
internal sealed class EventRepair(IEventChains chains, DeliveryLoop loop, GatewayDeliveryInstruments instruments)
{
    /// <summary>The most pages under way.</summary>
    public const int RunningMax = 64;

    private readonly Queue<Place> _queue = new();
    private readonly Dictionary<Place, List<Action<EventPage?>>> _askers = [];
    private int _running;

    /// <summary>Asks for a page; the answer comes on the loop, null when the chain did not answer.</summary>
    public void Read(ChainId chain, long since, int countMax, Action<EventPage?> answered)
    {
        // A page under way is not joined: it may have been read before the event that is missed.
        var place = new Place(chain, since, countMax);
        if (_askers.TryGetValue(place, out var askers))
        {
            askers.Add(answered);
            return;
        }

        _askers.Add(place, [answered]);
        _queue.Enqueue(place);
        Pump();
    }

    private void Pump()
    {
        while (_running < RunningMax && _queue.TryDequeue(out var place))
        {
            _running++;
            _askers.Remove(place, out var askers);
            instruments.Page();
            _ = CallAsync(place, askers!);
        }
    }

    private async Task CallAsync(Place place, List<Action<EventPage?>> askers)
    {
        EventPage? page = null;
        try
        {
            page = await chains.SinceAsync(place.Chain, place.Since, place.CountMax);
        }
        catch (Exception)
        {
            // Who asked tries again after a pause.
        }

        loop.Post(() => _running--);
        foreach (var asker in askers)
        {
            loop.Post(() => asker(page));
        }

        loop.Post(Pump);
    }

    private readonly record struct Place(ChainId Chain, long Since, int CountMax);
}
