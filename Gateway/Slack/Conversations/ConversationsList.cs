using System.Collections.Frozen;
using System.Collections.Immutable;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Lists the channels that the caller may see (Slack: conversations.list).</summary>
internal static class ConversationsList
{
    /// <summary>The most channels of a page (Slack: under 1,000).</summary>
    public const int LimitMax = 1_000;

    private const int LimitDefault = 100;
    private const string CursorKind = "channel";

    /// <summary>Slack's words for the kinds.</summary>
    public static readonly FrozenDictionary<string, ChannelKind> Types = new Dictionary<string, ChannelKind>(StringComparer.Ordinal)
    {
        ["public_channel"] = ChannelKind.Public,
        ["private_channel"] = ChannelKind.Private,
        ["mpim"] = ChannelKind.GroupDirect,
        ["im"] = ChannelKind.Direct,
    }.ToFrozenDictionary();

    public static SlackMethod Method { get; } = new(
        "conversations.list", SlackTokenKind.Any, Writes: false,
        ["types?", "exclude_archived?", "limit?", "cursor?"], ["channels: channel_or_im[]", "response_metadata.next_cursor"],
        ["invalid_types", "invalid_cursor", "invalid_limit", "invalid_array_arg"],
        HandleAsync, Summary: "Lists the channels that the caller may see.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var arguments = call.Arguments;
        var types = arguments.Strings("types");
        if (types.Any(t => !Types.ContainsKey(t)))
        {
            return SlackReply.Refused("invalid_types");
        }

        ImmutableArray<ChannelKind> kinds = types.Count == 0 ? [ChannelKind.Public] : [.. types.Select(t => Types[t])];
        foreach (var kind in kinds)
        {
            call.NeedScopeFor(kind);
        }

        var limit = arguments.Limit(LimitDefault, LimitMax);
        ChannelId? after = arguments.Cursor(CursorKind) is { } position
            ? ChannelId.TryParse(position, out var id) ? id : throw new SlackRefusedException(SlackError.InvalidCursor)
            : null;
        var page = await call.ReadAsync(() => call.Team.ListChannels(call.Caller, kinds, after, limit));
        var mine = kinds.Any(k => k is ChannelKind.Direct or ChannelKind.GroupDirect)
            ? (await call.ReadAsync(() => call.User.Channels())).ToDictionary(c => c.Channel)
            : [];
        foreach (var channel in page.Channels)
        {
            call.Services.Channels.Seen(call.Caller.Team, channel.Info.Id);
        }

        var withoutArchived = arguments.Flag("exclude_archived");
        return SlackReply.Ok(writer =>
        {
            writer.WriteStartArray("channels"u8);
            foreach (var channel in page.Channels.Where(c => !withoutArchived || !c.Info.IsArchived))
            {
                ChannelJson.Write(writer, channel, call.Caller.Team, mine.GetValueOrDefault(channel.Info.Id));
            }

            writer.WriteEndArray();
            writer.WriteNextCursor(page is { HasMore: true, Channels.Length: > 0 } ? SlackCursor.Encode(CursorKind, page.Channels[^1].Info.Id.Value) : null);
        });
    }
}
