using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Chat;

/// <summary>Shows one member of a channel a message that nobody else sees and that is in no history (Slack: chat.postEphemeral).</summary>
internal static class ChatPostEphemeral
{
    public static SlackMethod Method { get; } = new(
        "chat.postEphemeral", SlackTokenKind.Any, Writes: true,
        ["channel", new("user", "Who sees it."), "text?", "blocks?", "attachments?", "thread_ts?", "username?", "icon_emoji?", "icon_url?", "as_user?", "link_names?", "parse?"],
        ["message_ts: ts", "errors!: text[]"],
        ["channel_not_found", "not_in_channel", "is_archived", "user_not_in_channel", .. MessageReply.ContentErrors, "invalid_thread_ts"],
        HandleAsync, Summary: "Shows one member of a channel a message that nobody else sees.")
    {
        Tier = RateTier.Tier4,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var arguments = call.Arguments;
        var extras = MessageExtras.Of(arguments, call.Caller);
        var text = await LinkedNames.OfAsync(call, MessageText.Of(arguments));
        long? thread = arguments.Text("thread_ts") is null ? null : arguments.Ts("thread_ts", "invalid_thread_ts").Micros;
        if (!UserId.TryParse(arguments.Text("user"), out var user))
        {
            return SlackReply.Refused("user_not_in_channel");
        }

        var channel = await call.ChannelIdAsync();
        call.CountPost(channel);
        var why = await call.AskAsync(channel, grain => grain.WhyNotTell(call.Caller, user), static e => e);
        if (why != PostError.None)
        {
            return await FirstAnswerAsync(call, user) is { } stored ? Reply(stored) : SlackError.Reply(why, TimeSpan.FromSeconds(1));
        }

        var message = new EphemeralMessage(call.Caller, channel, text, extras, thread, call.DedupeKey);
        var result = await call.Services.Retry.RunAsync(() => call.UserOf(user).PostEphemeral(message), static r => r.Error == PostError.Unavailable);
        return result.Error == PostError.None ? Reply(result.Ts) : SlackError.Reply(result.Error, result.RetryAfter);
    }

    /// <summary>A retry gets the answer of the try that was stored, also when the channel says no by now.</summary>
    private static async Task<long?> FirstAnswerAsync(SlackCall call, UserId user) =>
        await call.ReadAsync(() => call.Team.Member(user)) is null ? null : await call.ReadAsync(() => call.UserOf(user).FindStored(call.DedupeKey));

    private static SlackReply Reply(long ts) => SlackReply.Ok(writer => writer.WriteTs("message_ts"u8, ts));
}
