using System.Text.Json;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Adds members to a channel (Slack: conversations.invite).</summary>
internal static class ConversationsInvite
{
    /// <summary>The most users of one call (Slack: 100).</summary>
    public const int UsersMax = 100;

    private static readonly IReadOnlyList<SlackField> Failure = ["ok: false", "error", new("user: text", "As it was sent.")];

    public static SlackMethod Method { get; } = new(
        "conversations.invite", SlackTokenKind.Any, Writes: true,
        ["channel", "users", "force?"], ["channel", new("errors?: object[]", Failure), new("errors!: object[]", Failure)],
        [
            "channel_not_found", "method_not_supported_for_channel_type", "not_in_channel", "is_archived", "no_user", "user_not_found", "too_many_users", "cant_invite_self",
            "already_in_channel", "restricted_action", "invalid_array_arg",
        ],
        HandleAsync, Summary: "Adds members of the team to a channel.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var users = call.Arguments.Strings("users").Distinct(StringComparer.Ordinal).ToList();
        if (users.Count is 0 or > UsersMax)
        {
            return SlackReply.Refused(users.Count == 0 ? "no_user" : "too_many_users");
        }

        // Without force it is all or nobody. One alone needs no look beforehand.
        var channel = await call.ChannelIdAsync();
        var force = call.Arguments.Flag("force");
        if (!force && users.Count > 1)
        {
            var (refusals, _) = await EachAsync(call, channel, users, (grain, user, key) => grain.WhyNotInvite(call.Caller, user, key));
            if (refusals.Count > 0)
            {
                return Refused(refusals);
            }
        }

        var (failures, view) = await EachAsync(call, channel, users, (grain, user, key) => grain.Invite(call.Caller, user, key));
        if (view is null || (failures.Count > 0 && !force))
        {
            return users.Count == 1 ? SlackReply.Refused(SlackError.From(failures[0].Error)) : Refused(failures);
        }

        return SlackReply.Ok(writer =>
        {
            writer.WritePropertyName("channel"u8);
            ChannelJson.Write(writer, view, call.Caller.Team);
            if (failures.Count > 0)
            {
                WriteErrors(writer, failures);
            }
        });
    }

    /// <summary>Asks the channel about one user after the other, each under a key of their own.</summary>
    /// <returns>Those who were refused, and the channel after the last one who was not.</returns>
    /// <exception cref="SlackRefusedException">It is not about the user: the channel is not there for the caller, or does not answer.</exception>
    private static async Task<(List<(string User, PostError Error)> Failures, ChannelView? View)> EachAsync(
        SlackCall call, ChannelId channel, List<string> users, Func<IChannelGrain, UserId, Guid, Task<ChannelResult>> ask)
    {
        var (failures, view) = (new List<(string User, PostError Error)>(), default(ChannelView));
        for (var i = 0; i < users.Count; i++)
        {
            if (!UserId.TryParse(users[i], out var user))
            {
                failures.Add((users[i], PostError.UserNotFound));
                continue;
            }

            var key = DedupeKeys.Part(call.DedupeKey, i);
            var result = await call.AskAsync(channel, grain => ask(grain, user, key));
            if (result.Error is PostError.Busy or PostError.Unavailable or PostError.NotInChannel or PostError.ChannelNotFound)
            {
                throw new SlackRefusedException(SlackError.Reply(result.Error, result.RetryAfter));
            }

            if (result.Error == PostError.None)
            {
                view = result.Channel ?? view;
            }
            else
            {
                failures.Add((users[i], result.Error));
            }
        }

        return (failures, view);
    }

    /// <summary>Several users: the first word, and all of them by user.</summary>
    private static SlackReply Refused(List<(string User, PostError Error)> failures) =>
        SlackReply.Refused(SlackError.From(failures[0].Error), writer => WriteErrors(writer, failures));

    private static void WriteErrors(Utf8JsonWriter writer, List<(string User, PostError Error)> failures)
    {
        writer.WriteStartArray("errors"u8);
        foreach (var (user, error) in failures)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("ok"u8, false);
            writer.WriteString("error"u8, SlackError.From(error));
            writer.WriteString("user"u8, user);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
