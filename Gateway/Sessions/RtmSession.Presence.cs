using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Presence;

namespace OrleansSocial.Gateway.Sessions;

/// <content>What holds for a moment: sent when there is room, and never again.</content>
internal sealed partial class RtmSession
{
    /// <summary>Gets or sets what the socket wants to know of others' presence.</summary>
    public SessionPresence Presence { get; set; } = new(InOneFrame: false);

    /// <summary>Sends a frame of no chain, unless the socket is behind.</summary>
    public void SendIfRoom(ReadOnlyMemory<byte> frame)
    {
        if (!HasEnded && _writer.HasRoom)
        {
            _writer.Send(new OutboundFrame(frame, null, 0), _host.Loop);
        }
    }

    /// <summary>Sends what changed of others' presence: in one or two frames, or in one for each to clients that know no other.</summary>
    /// <returns>False when there was no room for all of it: the rest is still to be told.</returns>
    public bool TellPresence(IEventEncoder encoder, PresenceInstruments instruments)
    {
        foreach (var group in Presence.ToTell.GroupBy(u => u.Value, u => u.Key).ToList())
        {
            foreach (var users in Presence.InOneFrame ? [[.. group]] : group.Chunk(1))
            {
                if (HasEnded || !_writer.HasRoom)
                {
                    return HasEnded;
                }

                SendIfRoom(encoder.EncodePresence([.. users.Select(u => u.Value)], group.Key));
                instruments.Told(1, users.Length);
                foreach (var user in users)
                {
                    Presence.ToTell.Remove(user);
                }
            }
        }

        return true;
    }
}
