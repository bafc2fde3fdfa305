using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Moves the caller's read cursor (Slack: conversations.mark).</summary>
internal static class ConversationsMark
{
    public static SlackMethod Method { get; } = new(
        "conversations.mark", SlackTokenKind.Any, Writes: true,
        ["channel", "ts"], [], ["channel_not_found", "not_in_channel", "invalid_timestamp"],
        HandleAsync, Summary: "Moves the caller's read cursor of a channel.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var ts = call.Arguments.Ts("ts", "invalid_timestamp");
        var channel = await call.ChannelIdAsync();
        var at = await call.AskAsync(channel, grain => grain.PositionAt(call.Caller, ts), static p => p.Error);
        if (at.Error != PostError.None)
        {
            return SlackError.Reply(at.Error, TimeSpan.Zero);
        }

        var counts = await call.AskAsync(channel, grain => grain.Counts(call.Caller, at.Position), static c => c.Error);
        await call.ReadAsync(async () =>
        {
            await call.User.Mark(channel, ts.Micros, at.Position, counts);
            return true;
        });
        return SlackReply.Done;
    }
}
