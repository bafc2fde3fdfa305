using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Pins;

/// <summary>What pins.add and pins.remove share.</summary>
internal static class PinCall
{
    /// <summary>The error words of both.</summary>
    public static readonly string[] Errors = ["channel_not_found", "not_in_channel", "is_archived", "message_not_found", "no_item_specified", "bad_timestamp"];

    /// <summary>Pins a message or takes it off.</summary>
    public static async Task<SlackReply> HandleAsync(SlackCall call, bool remove)
    {
        if (call.Arguments.Text("timestamp") is null)
        {
            return SlackReply.Refused("no_item_specified");
        }

        var ts = call.Arguments.Ts("timestamp", "bad_timestamp");
        var channel = await call.ChannelIdAsync();
        var result = await call.AskAsync(channel, grain => grain.SetPin(call.Caller, ts, remove, call.DedupeKey));
        return result.Error == PostError.None ? SlackReply.Done : SlackError.Reply(result.Error, result.RetryAfter);
    }
}
