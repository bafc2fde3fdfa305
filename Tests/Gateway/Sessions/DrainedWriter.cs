using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Sessions;

namespace OrleansSocial.Tests.Gateway.Sessions;

/// <summary>A socket's writer whose queue, when told, has room again right after it was seen to have none.</summary>
internal sealed class DrainedWriter(SocketWriter inner) : ISessionWriter
{
    private bool isDrained;

    /// <summary>Gets or sets whether that is still to happen, once.</summary>
    public bool HasDrainedAfterALook { get; set; }

    public SocketEnd End => inner.End;

    public bool HasRoom
    {
        get
        {
            if (isDrained)
            {
                isDrained = false;
                return true;
            }

            if (inner.HasRoom)
            {
                return true;
            }

            (isDrained, HasDrainedAfterALook) = (HasDrainedAfterALook, false);
            return false;
        }
    }

    public bool HasBacklogRoom => inner.HasBacklogRoom;

    public bool IsTooOld => inner.IsTooOld;

    public bool IsAllRead => inner.IsAllRead;

    public bool IsPeerGone => inner.IsPeerGone;

    public bool WantsRoom
    {
        get => inner.WantsRoom;
        set => inner.WantsRoom = value;
    }

    public Action? RoomMade
    {
        get => inner.RoomMade;
        set => inner.RoomMade = value;
    }

    public void Send(OutboundFrame frame, DeliveryLoop loop) => inner.Send(frame, loop);

    public void Send(ReadOnlyMemory<byte> text) => inner.Send(text);

    public void WakeLater(DeliveryLoop loop) => inner.WakeLater(loop);

    public void TakeBack(Dictionary<string, long> cursors) => inner.TakeBack(cursors);

    public void AskReceipt() => inner.AskReceipt();

    public Task SettleAsync() => inner.SettleAsync();

    public void Close(SocketEnd end) => inner.Close(end);
}
