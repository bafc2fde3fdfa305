using OrleansSocial.Gateway.Slack.Conversations;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>Lists the channels that a member is in, as far as the caller may see them (Slack: users.conversations).</summary>
/// <remarks>The list is the member's own, the descriptions come from the channels: both are in memory where sockets follow them.</remarks>
internal static class UsersConversations
{
    /// <summary>The most channels of a page (Slack: under 1,000).</summary>
    public const int LimitMax = 999;

    private const int LimitDefault = 100;
    private const int AskedAtOnce = 50;
    private const string CursorKind = "conversation";
    public static SlackMethod Method { get; } = new(
        "users.conversations", SlackTokenKind.Any, Writes: false,
        [new("user?", "The member whose channels to list. Absent: the caller."), "types?", "exclude_archived?", new("exclude_muted?: bool", "Whether to leave out the channels that the caller has muted."), "limit?", "cursor?"],
        ["channels: channel_or_im[]", "response_metadata.next_cursor"],
        ["user_not_found", "invalid_types", "invalid_cursor", "invalid_limit", "invalid_array_arg"],
        HandleAsync, Summary: "Lists the channels that a member is in, as far as the caller may see them.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var arguments = call.Arguments;
        var types = arguments.Strings("types");
        if (types.Any(t => !ConversationsList.Types.ContainsKey(t)))
        {
            return SlackReply.Refused("invalid_types");
        }

        var limit = arguments.Limit(LimitDefault, LimitMax);
        ChannelId? after = arguments.Cursor(CursorKind) is { } position
            ? ChannelId.TryParse(position, out var id) ? id : throw new SlackRefusedException(SlackError.InvalidCursor)
            : null;
        var member = await MemberAsync(call);
        var channels = (await call.ReadAsync(() => call.UserOf(member).Channels()))
            .Where(c => after is null || string.CompareOrdinal(c.Channel.Value, after.Value.Value) > 0)
            .ToList();
        if (arguments.Flag("exclude_muted"))
        {
            var muted = await MutedChannels.ReadAsync(call);
            channels.RemoveAll(c => muted.Contains(c.Channel.Value));
        }

        var withoutArchived = arguments.Flag("exclude_archived");
        List<ChannelView> page = [];
        var read = 0;
        while (read < channels.Count && page.Count <= limit)
        {
            var asked = channels.Skip(read).Take(AskedAtOnce).ToList();
            read += asked.Count;
            page.AddRange((await ViewsAsync(call, asked)).Where(v => IsWanted(v, types) && SlackScopes.Allows(Method, call.App, v.Info.Id.Kind) && !(withoutArchived && v.Info.IsArchived)));
        }

        var hasMore = page.Count > limit;
        return SlackReply.Ok(writer =>
        {
            writer.WriteStartArray("channels"u8);
            foreach (var channel in page.Take(limit))
            {
                ChannelJson.Write(writer, channel, call.Caller.Team);
            }

            writer.WriteEndArray();
            writer.WriteNextCursor(hasMore ? SlackCursor.Encode(CursorKind, page[limit - 1].Info.Id.Value) : null);
        });
    }

    private static async Task<UserId> MemberAsync(SlackCall call)
    {
        if (call.Arguments.Text("user") is not { } asked)
        {
            return call.Caller.User;
        }

        // Only members have a list: any other id would wake a grain for nothing.
        return UserId.TryParse(asked, out var id) && await call.ReadAsync(() => call.Team.Member(id)) is not null
            ? id
            : throw new SlackRefusedException(SlackError.UserNotFound);
    }

    private static async Task<IEnumerable<ChannelView>> ViewsAsync(SlackCall call, List<UserChannel> channels)
    {
        var results = await Task.WhenAll(channels.Select(c =>
        {
            // The list names channels that exist: they don't count as guesses.
            call.Services.Channels.Seen(call.Caller.Team, c.Channel);
            return call.AskAsync(c.Channel, grain => grain.Info(call.Caller));
        }));

        // A private channel that the caller is not in answers that it does not exist, and so it is not shown.
        return results.Where(r => r.Error == PostError.None).Select(r => r.Channel!);
    }

    private static bool IsWanted(ChannelView view, IReadOnlyList<string> types)
    {
        var kind = view.Info.Id.IsDirect ? view.Info.Id.Kind : view.Info.IsPrivate ? ChannelKind.Private : ChannelKind.Public;
        return types.Count == 0 ? kind == ChannelKind.Public : types.Any(t => ConversationsList.Types[t] == kind);
    }
}
