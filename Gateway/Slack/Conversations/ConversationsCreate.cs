using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Makes a channel (Slack: conversations.create).</summary>
internal static class ConversationsCreate
{
    public static SlackMethod Method { get; } = new(
        "conversations.create", SlackTokenKind.Any, Writes: true,
        [new("name", "The channel's name: lower-case letters, digits, - and _, at most 80 characters."), "is_private?"], ["channel"],
        [
            "name_taken", "invalid_name_required", "invalid_name_maxlength", "invalid_name_specials", "invalid_name_punctuation",
            "restricted_action", "too_many_users",
        ],
        HandleAsync, Summary: "Makes a channel; the caller is its first member.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var name = call.Arguments.Text("name");
        name = name?.StartsWith('#') == true ? name[1..] : name;
        if (ChannelName.Check(name) is { } error)
        {
            return SlackReply.Refused(error);
        }

        var isPrivate = call.Arguments.Flag("is_private");
        call.NeedScopeFor(isPrivate ? ChannelKind.Private : ChannelKind.Public);
        var result = await call.Services.Retry.RunAsync(
            () => call.Team.CreateChannel(call.Caller, name!, isPrivate, call.DedupeKey), r => r.Error == TeamError.Unavailable);
        if (result is not { Error: TeamError.None, Channel: { } channel })
        {
            return SlackError.Reply(result.Error, result.RetryAfter);
        }

        call.Services.Channels.Seen(call.Caller.Team, channel.Info.Id);
        return ChannelJson.Reply(channel, call.Caller.Team);
    }
}
