using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>Writes a channel with every field that typed clients ask for.</summary>
internal static class ChannelJson
{
    private const long MicrosPerSecond = 1_000_000;

    private static readonly IReadOnlyList<SlackField> Heading = ["value: text", "creator: text", "last_set: int"];

    private static readonly IReadOnlyList<SlackField> Common =
    [
        "id: channel_id", "is_channel", "is_group", "is_im", "is_mpim", "is_private", "is_general", "is_archived",
        "is_member", "is_shared", "is_org_shared", "is_ext_shared", "is_pending_ext_shared", "created", "updated", "unlinked: int", "creator",
        "context_team_id: team_id", "shared_team_ids: team_id[]", "pending_shared: text[]", "previous_names: text[]",
        new("topic: object", Heading), new("purpose: object", Heading), "num_members", "last_read?", "unread_count?", "unread_count_display?",
    ];

    /// <summary>Gets all members of what has a name: channels, and direct conversations of more than two.</summary>
    public static SlackShape Shape { get; } = new("channel", "A channel, or a direct conversation of more than two, as the caller sees it.",
    [
        "name", "name_normalized: text", new("is_open?", "For direct conversations: false while the caller has it closed."), .. Common,
    ]);

    /// <summary>Gets all members of a direct conversation of two.</summary>
    public static SlackShape Direct { get; } = new("im", "A direct conversation of two, which has no name, as the caller sees it.",
    [
        new("user: user_id", "The other member; the caller in a conversation with oneself."), new("is_user_deleted", "Always false."),
        new("priority: int", "Always 0."), new("is_open", "False while the caller has it closed."), .. Common,
    ]);

    /// <summary>Gets what a list of all sorts has.</summary>
    public static SlackShape Either { get; } = new("channel_or_im", "A channel or a direct conversation.", [], "channel | im");

    /// <summary>Writes an object.</summary>
    /// <param name="writer">Receives it as a value.</param>
    /// <param name="view">The channel as the caller sees it.</param>
    /// <param name="team">Its team.</param>
    /// <param name="read">The caller's entry, for read and unread; null leaves them out.</param>
    public static void Write(Utf8JsonWriter writer, ChannelView view, TeamId team, UserChannel? read = null)
    {
        var info = view.Info;
        var kind = info.Id.Kind;
        writer.WriteStartObject();
        writer.WriteString("id"u8, info.Id.Value);
        if (kind == ChannelKind.Direct)
        {
            writer.WriteString("user"u8, view.Others.Length > 0 ? view.Others[0].Value : string.Empty);
            writer.WriteBoolean("is_user_deleted"u8, false);
            writer.WriteNumber("priority"u8, 0);
        }
        else
        {
            writer.WriteString("name"u8, info.Name);
            writer.WriteString("name_normalized"u8, info.Name);
        }

        if (info.Id.IsDirect)
        {
            writer.WriteBoolean("is_open"u8, read is null || read.ClosedTs < view.LatestTs || read.ClosedTs == 0);
        }

        writer.WriteBoolean("is_channel"u8, !info.IsPrivate);
        writer.WriteBoolean("is_group"u8, kind == ChannelKind.Private);
        writer.WriteBoolean("is_im"u8, kind == ChannelKind.Direct);
        writer.WriteBoolean("is_mpim"u8, kind == ChannelKind.GroupDirect);
        writer.WriteBoolean("is_private"u8, info.IsPrivate);
        writer.WriteBoolean("is_general"u8, info.IsGeneral);
        writer.WriteBoolean("is_archived"u8, info.IsArchived);
        writer.WriteBoolean("is_member"u8, view.IsMember);
        writer.WriteBoolean("is_shared"u8, false);
        writer.WriteBoolean("is_org_shared"u8, false);
        writer.WriteBoolean("is_ext_shared"u8, false);
        writer.WriteBoolean("is_pending_ext_shared"u8, false);
        writer.WriteNumber("created"u8, info.CreatedTs / MicrosPerSecond);
        writer.WriteNumber("updated"u8, Math.Max(info.CreatedTs, Math.Max(info.TopicTs, info.PurposeTs)) / 1000);
        writer.WriteNumber("unlinked"u8, 0);
        writer.WriteString("creator"u8, info.Creator.Value);
        writer.WriteString("context_team_id"u8, team.Value);
        writer.WriteStringArray("shared_team_ids"u8, [team.Value]);
        writer.WriteStringArray("pending_shared"u8, []);
        writer.WriteStringArray("previous_names"u8, []);
        Write(writer, "topic"u8, info.Topic, info.TopicBy, info.TopicTs);
        Write(writer, "purpose"u8, info.Purpose, info.PurposeBy, info.PurposeTs);
        writer.WriteNumber("num_members"u8, info.MemberCount);
        if (read is not null)
        {
            var unread = Math.Max(0, view.MessageCount - read.ReadPosition);
            writer.WriteTs("last_read"u8, read.ReadTs);
            writer.WriteNumber("unread_count"u8, unread);
            writer.WriteNumber("unread_count_display"u8, unread);
        }

        writer.WriteEndObject();
    }

    /// <summary>An answer with one channel.</summary>
    public static SlackReply Reply(ChannelView view, TeamId team, UserChannel? read = null) => SlackReply.Ok(writer =>
    {
        writer.WritePropertyName("channel"u8);
        Write(writer, view, team, read);
    });

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string value, string by, long micros)
    {
        writer.WriteStartObject(name);
        writer.WriteString("value"u8, value);
        writer.WriteString("creator"u8, by);
        writer.WriteNumber("last_set"u8, micros / MicrosPerSecond);
        writer.WriteEndObject();
    }
}
