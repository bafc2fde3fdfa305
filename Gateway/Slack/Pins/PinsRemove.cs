namespace OrleansSocial.Gateway.Slack.Pins;

/// <summary>Takes a message off the pinned ones (Slack: pins.remove).</summary>
internal static class PinsRemove
{
    public static SlackMethod Method { get; } = new(
        "pins.remove", SlackTokenKind.Any, Writes: true, ["channel", "timestamp?"], [],
        [.. PinCall.Errors, "no_pin"],
        static call => PinCall.HandleAsync(call, remove: true), Summary: "Takes a message off the pinned ones.");
}
