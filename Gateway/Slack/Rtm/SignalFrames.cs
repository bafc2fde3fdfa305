using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>The frames of what holds for a moment.</summary>
internal static class SignalFrames
{
    /// <summary>Gets the frames.</summary>
    public static IReadOnlyList<SlackFrame> Shapes { get; } =
    [
        new(FrameDirection.RtmServer, "user_typing", "Somebody else types in a channel of the member's.", ["type: 'user_typing'", "channel: channel_id", "user: user_id", "thread_ts?"]),
        new(FrameDirection.RtmServer, "manual_presence_change", "The member's own presence was set by hand, or given back.",
            ["type: 'manual_presence_change'", "presence: 'active' | 'away'", "event_ts?"]),
        new(FrameDirection.RtmServer, "presence_change", "Somebody came or went; several at once to clients that connected with batch_presence_aware.",
            ["type: 'presence_change'", "presence: 'active' | 'away'", "user?: user_id", "users?: user_id[]"]),
    ];

    /// <summary>Somebody types.</summary>
    public static ReadOnlyMemory<byte> Typing(ChainSignal signal) => FrameWriter.Write("user_typing"u8, writer =>
    {
        writer.WriteString("channel"u8, signal.Chain.Id);
        writer.WriteString("user"u8, signal.User);
        if (signal.ThreadTs is { } thread)
        {
            writer.WriteTs("thread_ts"u8, thread);
        }
    });

    /// <summary>One's own presence was set by hand, or given back.</summary>
    public static ReadOnlyMemory<byte> Manual(ChainSignal signal) => FrameWriter.Write("manual_presence_change"u8, writer =>
        writer.WriteString("presence"u8, signal.Kind == SignalKind.ManualAway ? "away"u8 : "active"u8));

    /// <summary>Others came or went; several at once only for clients that said that they take it.</summary>
    public static ReadOnlyMemory<byte> Presence(IReadOnlyList<string> users, bool isActive) => FrameWriter.Write("presence_change"u8, writer =>
    {
        writer.WriteString("presence"u8, isActive ? "active"u8 : "away"u8);
        if (users.Count == 1)
        {
            writer.WriteString("user"u8, users[0]);
        }
        else
        {
            writer.WriteStringArray("users"u8, users);
        }
    });
}
