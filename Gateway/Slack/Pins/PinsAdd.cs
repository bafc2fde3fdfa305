namespace OrleansSocial.Gateway.Slack.Pins;

/// <summary>Pins a message to its channel (Slack: pins.add).</summary>
internal static class PinsAdd
{
    public static SlackMethod Method { get; } = new(
        "pins.add", SlackTokenKind.Any, Writes: true, ["channel", "timestamp?"], [],
        [.. PinCall.Errors, "already_pinned", "too_many_pins"],
        static call => PinCall.HandleAsync(call, remove: false), Summary: "Pins a message to its channel.");
}
