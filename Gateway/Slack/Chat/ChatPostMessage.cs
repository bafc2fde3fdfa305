using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Conversations;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Chat;

/// <summary>Posts a message (Slack: chat.postMessage).</summary>
internal static class ChatPostMessage
{
    public const string Name = "chat.postMessage";

    /// <summary>The argument that names where a message goes.</summary>
    public static readonly SlackField Channel = new("channel", "The id of a channel, direct conversation or member, or a channel's name with or without #.");

    public static SlackMethod Method { get; } = new(
        Name, SlackTokenKind.Any, Writes: true,
        [
            Channel, "text?", "blocks?", "attachments?", "thread_ts?", "reply_broadcast?", "username?", "icon_emoji?", "icon_url?", "as_user?",
            "mrkdwn?", "metadata?", "link_names?", "parse?", "client_msg_id?",
        ],
        ["channel: channel_id", "ts", "text", "message", "errors!: text[]"],
        [
            "channel_not_found", "user_not_found", "not_in_channel", "is_archived", .. MessageReply.ContentErrors, "invalid_thread_ts", "thread_not_found",
        ],
        HandleAsync, Summary: "Posts a message.")
    {
        Tier = RateTier.Special,
    };

    /// <summary>Posts what the arguments say; with a channel's id, the channel is called before the first wait.</summary>
    public static Task<(ChannelId Channel, PostResult Result)> PostAsync(SlackCall call) => PostAsync(call, Of(call));

    /// <summary>Posts a message into the channel that the arguments name.</summary>
    public static async Task<(ChannelId Channel, PostResult Result)> PostAsync(SlackCall call, PostMessage message)
    {
        var channel = UserId.TryParse(call.Arguments.Text("channel"), out var user) ? await ConversationsOpen.WithAsync(call, user) : await call.ChannelIdAsync();
        call.CountPost(channel);
        return (channel, await call.AskAsync(channel, grain => grain.Post(message)));
    }

    private static PostMessage Of(SlackCall call)
    {
        var arguments = call.Arguments;
        var extras = MessageExtras.Of(arguments, call.Caller);
        var text = MessageText.Of(arguments);
        long? thread = arguments.Text("thread_ts") is null ? null : arguments.Ts("thread_ts", "invalid_thread_ts").Micros;
        var broadcast = thread is not null && arguments.Flag("reply_broadcast");
        return new PostMessage(call.Caller, text, extras, thread, broadcast, IsMeMessage: false, call.DedupeKey);
    }

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var message = Of(call);
        var (channel, result) = await PostAsync(call, message with { Text = await LinkedNames.OfAsync(call, message.Text) });
        return result.Error == PostError.None
            ? MessageReply.Of(channel, result, call.Caller.Team)
            : SlackError.Reply(result.Error, result.RetryAfter);
    }
}
