using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Gives a channel another name; its creator or an admin may (Slack: conversations.rename).</summary>
internal static class ConversationsRename
{
    public static SlackMethod Method { get; } = new(
        "conversations.rename", SlackTokenKind.Any, Writes: true,
        ["channel", new("name", "The new name: lower-case letters, digits, - and _, at most 80 characters.")], ["channel"],
        [
            "channel_not_found", "not_in_channel", "is_archived", "name_taken", "restricted_action", "invalid_name_required",
            "invalid_name_maxlength", "invalid_name_specials", "invalid_name_punctuation", "method_not_supported_for_channel_type",
        ],
        HandleAsync, Summary: "Gives a channel another name.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var name = call.Arguments.Text("name") ?? string.Empty;
        if (ChannelName.Check(name) is { } error)
        {
            return SlackReply.Refused(error);
        }

        var id = await call.ChannelIdAsync();
        var result = await call.AskAsync(id, grain => grain.Rename(call.Caller, name, call.DedupeKey));
        return result is { Error: PostError.None, Channel: { } channel }
            ? ChannelJson.Reply(channel, call.Caller.Team)
            : SlackError.Reply(result.Error, result.RetryAfter);
    }
}
