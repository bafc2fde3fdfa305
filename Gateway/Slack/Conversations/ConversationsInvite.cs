using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Adds members to a channel (Slack: conversations.invite).</summary>
internal static class ConversationsInvite
{
    /// <summary>The most users of one call (Slack: 100).</summary>
    public const int UsersMax = 100;

    public static SlackMethod Method { get; } = new(
        "conversations.invite", SlackTokenKind.Any, Writes: true,
        ["channel", "users", "force?"], ["channel", new("errors!: object[]", ["ok: false", "error", "user: user_id"])],
        [
            "channel_not_found", "method_not_supported_for_channel_type", "not_in_channel", "is_archived", "no_user", "user_not_found", "too_many_users", "cant_invite_self",
            "already_in_channel", "restricted_action", "invalid_array_arg",
        ],
        HandleAsync, Summary: "Adds members of the team to a channel.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var names = call.Arguments.Strings("users").Distinct(StringComparer.Ordinal).ToList();
        var users = names.Select(n => UserId.TryParse(n, out var id) ? id : throw new SlackRefusedException(SlackError.UserNotFound)).ToList();
        if (users.Count is 0 or > UsersMax)
        {
            return SlackReply.Refused(users.Count == 0 ? "no_user" : "too_many_users");
        }

        var channel = await call.ChannelIdAsync();
        var (failures, view) = (new List<(UserId User, ChannelResult Result)>(), default(ChannelView));
        for (var i = 0; i < users.Count; i++)
        {
            var (user, key) = (users[i], DedupeKeys.Part(call.DedupeKey, i));
            var result = await call.AskAsync(channel, grain => grain.Invite(call.Caller, user, key));
            if (result.Error == PostError.None)
            {
                view = result.Channel ?? view;
            }
            else if (users.Count == 1 || result.Error is PostError.Busy or PostError.Unavailable or PostError.NotInChannel or PostError.ChannelNotFound)
            {
                return SlackError.Reply(result.Error, result.RetryAfter);
            }
            else
            {
                failures.Add((user, result));
            }
        }

        return view is null || (failures.Count > 0 && !call.Arguments.Flag("force")) ? Refused(failures) : ChannelJson.Reply(view, call.Caller.Team);
    }

    /// <summary>Several users: the first word, and all of them by user. Those that could be added were.</summary>
    private static SlackReply Refused(List<(UserId User, ChannelResult Result)> failures) =>
        SlackReply.Refused(SlackError.From(failures[0].Result.Error), writer =>
        {
            writer.WriteStartArray("errors"u8);
            foreach (var (user, result) in failures)
            {
                writer.WriteStartObject();
                writer.WriteBoolean("ok"u8, false);
                writer.WriteString("error"u8, SlackError.From(result.Error));
                writer.WriteString("user"u8, user.Value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
}
