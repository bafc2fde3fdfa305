using System.Collections.Immutable;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Begins or brings back the conversation with one to eight members (Slack: conversations.open).</summary>
internal static class ConversationsOpen
{
    /// <summary>The error words.</summary>
    public static readonly IReadOnlyList<string> Errors =
    [
        "channel_not_found", "user_not_found", "users_list_not_supplied", "too_many_users", "invalid_user_combination",
        "method_not_supported_for_channel_type", "invalid_array_arg",
    ];

    /// <summary>The fields of the answer: the whole channel only for <c>return_im</c>.</summary>
    public static readonly IReadOnlyList<SlackField> Fields = [new("channel: channel_or_im | object", ["id: channel_id"]), "no_op", "already_open"];

    public static SlackMethod Method { get; } = new(
        "conversations.open", SlackTokenKind.Any, Writes: true,
        [
            new("channel?", "The id of a direct conversation that the caller is in."),
            new("users?", "Ids of one to eight other members, comma-separated; a JSON list does too."), "return_im?",
        ],
        Fields, Errors, call => HandleAsync(call, "users"), Summary: "Begins or brings back the direct conversation with one to eight members.");

    /// <summary>Opens the conversation of the caller with one other member.</summary>
    /// <returns>Its id.</returns>
    public static async Task<ChannelId> WithAsync(SlackCall call, UserId user)
    {
        ImmutableArray<UserId> others = user == call.Caller.User ? [] : [user];
        var id = ChannelId.OfMembers(call.Caller.Team, others.Append(call.Caller.User));
        if (call.Services.Channels.IsSeen(call.Caller.Team, id))
        {
            return id;
        }

        var opened = await OpenAsync(call, id, others);
        return opened.Error == PostError.None ? id : throw new SlackRefusedException(SlackError.Reply(opened.Error, opened.RetryAfter));
    }

    /// <summary>Opens what the arguments name.</summary>
    /// <param name="call">The call.</param>
    /// <param name="argument">The argument with the other members.</param>
    public static async Task<SlackReply> HandleAsync(SlackCall call, string argument)
    {
        ImmutableArray<UserId> others = [];
        ChannelId id;
        if (call.Arguments.Text("channel") is { } channel)
        {
            id = ChannelId.TryParse(channel, out var named) ? named : throw new SlackRefusedException(SlackError.ChannelNotFound);
            if (!id.IsDirect)
            {
                return SlackReply.Refused("method_not_supported_for_channel_type");
            }
        }
        else
        {
            others = Others(call, argument);
            id = ChannelId.OfMembers(call.Caller.Team, others.Append(call.Caller.User));
        }

        call.NeedScopeFor(id.Kind);
        var mine = (await call.ReadAsync(() => call.User.Channels())).FirstOrDefault(c => c.Channel == id);
        if (mine is null && call.Arguments.Text("channel") is not null)
        {
            return SlackReply.Refused(SlackError.ChannelNotFound);
        }

        var result = mine is null ? await OpenAsync(call, id, others) : await call.AskAsync(id, grain => grain.Info(call.Caller));
        if (result is not { Error: PostError.None, Channel: { } view })
        {
            return SlackError.Reply(result.Error, result.RetryAfter);
        }

        var already = mine is not null && (mine.ClosedTs == 0 || mine.ClosedTs < view.LatestTs);
        if (mine is { ClosedTs: > 0 })
        {
            await call.Services.Retry.RunAsync(() => call.User.SetOpen(id, isOpen: true, 0, call.DedupeKey), static _ => false);
        }

        return Reply(call, view, mine is null ? null : mine with { ClosedTs = 0 }, already);
    }

    private static Task<ChannelResult> OpenAsync(SlackCall call, ChannelId id, ImmutableArray<UserId> others) =>
        call.AskAsync(id, grain => grain.OpenDirect(call.Caller, others));

    private static ImmutableArray<UserId> Others(SlackCall call, string argument)
    {
        var users = call.Arguments.Strings(argument);
        if (users.Count == 0)
        {
            throw new SlackRefusedException("users_list_not_supplied");
        }

        var parsed = users.Select(u => UserId.TryParse(u, out var user) ? user : throw new SlackRefusedException(SlackError.UserNotFound)).Distinct();
        ImmutableArray<UserId> others = [.. parsed.Where(u => u != call.Caller.User)];
        return others.Length <= IChannelGrain.DirectOthersMax ? others : throw new SlackRefusedException("too_many_users");
    }

    private static SlackReply Reply(SlackCall call, ChannelView view, UserChannel? mine, bool already) => SlackReply.Ok(writer =>
    {
        writer.WriteBoolean("no_op"u8, already);
        writer.WriteBoolean("already_open"u8, already);
        writer.WritePropertyName("channel"u8);
        if (call.Arguments.Flag("return_im"))
        {
            ChannelJson.Write(writer, view, call.Caller.Team, mine);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("id"u8, view.Info.Id.Value);
        writer.WriteEndObject();
    });
}
