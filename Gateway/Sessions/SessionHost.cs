using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Presence;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>What sessions use of their gateway.</summary>
/// <param name="Interests">The chains that are followed.</param>
/// <param name="Repair">Reads pages.</param>
/// <param name="Encoder">The dialect.</param>
/// <param name="Presence">Who is there.</param>
/// <param name="Loop">The loop that owns them all.</param>
/// <param name="Instruments">The meter.</param>
/// <param name="Clock">The clock.</param>
internal sealed record SessionHost(
    Interests Interests, EventRepair Repair, IEventEncoder Encoder, PresenceHub Presence, DeliveryLoop Loop, RtmInstruments Instruments, TimeProvider Clock)
{
    /// <summary>Does something on the loop after a pause.</summary>
    public void Later(TimeSpan pause, Action work) => _ = LaterAsync(pause, work);

    private async Task LaterAsync(TimeSpan pause, Action work)
    {
        await Task.Delay(pause, Clock);
        Loop.Post(work);
    }
}
