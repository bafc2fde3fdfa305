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
    public void TellPresence(IEventEncoder encoder)
    {
        foreach (var group in Presence.ToTell.GroupBy(u => u.Value))
        {
            List<string> users = [.. group.Select(u => u.Key.Value)];
            if (Presence.InOneFrame)
            {
                SendIfRoom(encoder.EncodePresence(users, group.Key));
                continue;
            }

            foreach (var user in users)
            {
                SendIfRoom(encoder.EncodePresence([user], group.Key));
            }
        }

        Presence.ToTell.Clear();
    }
}
