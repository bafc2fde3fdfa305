using OrleansSocial.Gateway.Delivery;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>Where a session's frames go: one socket's queue, or an app's envelopes.</summary>
internal interface ISessionWriter
{
    /// <summary>Gets why it ends.</summary>
    SocketEnd End { get; }

    /// <summary>Gets whether live events may be put in.</summary>
    bool HasRoom { get; }

    /// <summary>Gets whether more of what is behind may be put in.</summary>
    bool HasBacklogRoom { get; }

    /// <summary>Gets whether the oldest frame has waited too long.</summary>
    bool IsTooOld { get; }

    /// <summary>Gets whether nothing waits and everything that was sent is known to have been read.</summary>
    bool IsAllRead { get; }

    /// <summary>Gets whether the peer has ended the connection, read or not.</summary>
    bool IsPeerGone { get; }

    /// <summary>Gets or sets whether <see cref="RoomMade"/> is wanted.</summary>
    bool WantsRoom { get; set; }

    /// <summary>Gets or sets what is called when there is room again and it was wanted.</summary>
    Action? RoomMade { get; set; }

    /// <summary>Puts a chain's frame in, on the delivery loop.</summary>
    void Send(OutboundFrame frame, DeliveryLoop loop);

    /// <summary>Puts in a text of the socket itself, from anywhere.</summary>
    void Send(ReadOnlyMemory<byte> text);

    /// <summary>Has the writer look at its queue after the loop's current piece of work.</summary>
    void WakeLater(DeliveryLoop loop);

    /// <summary>Takes cursors back to before what is not known to have been read.</summary>
    void TakeBack(Dictionary<string, long> cursors);

    /// <summary>Asks whether the last of what was sent has been read; called now and then.</summary>
    void AskReceipt();

    /// <summary>After <see cref="Close"/>: waits until what was sent has been read, or is not expected to be any more.</summary>
    Task SettleAsync();

    /// <summary>Ends it; the first reason counts.</summary>
    void Close(SocketEnd end);
}
