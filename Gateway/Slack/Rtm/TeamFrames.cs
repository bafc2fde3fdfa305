using System.Collections.Immutable;
using System.Text.Json;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>The frames of a team's and of a member's own chain.</summary>
internal static class TeamFrames
{
    /// <summary>A member joined the team, or changed.</summary>
    public static EncodedEvent Member(ChannelEvent e, Uri baseUrl)
    {
        using var extras = JsonDocument.Parse(e.Extras ?? "{}");
        if (!extras.RootElement.TryGetProperty(EventExtras.Profile, out var json) || json.Deserialize<UserProfile>() is not { } profile)
        {
            return EncodedEvent.Nothing;
        }

        var frame = FrameWriter.Write(e.Kind == EventKind.TeamMemberJoined ? "team_join"u8 : "user_change"u8, writer =>
        {
            writer.WritePropertyName("user"u8);
            UserJson.Write(writer, profile with { UpdatedTs = e.EventTs }, e.Chain.Team, baseUrl);
            writer.WriteTs("event_ts"u8, e.EventTs);
        });
        return new EncodedEvent([frame], Standing: new MemberStanding(profile.Id.Value, profile.Role < UserRole.Member));
    }

    /// <summary>A channel was made; a private one is told to its creator alone.</summary>
    public static EncodedEvent ChannelCreated(ChannelEvent e, JsonElement extras)
    {
        var isPrivate = IsPrivate(extras);
        var frame = FrameWriter.Write("channel_created"u8, writer =>
        {
            var name = MessageJson.Read(extras, EventExtras.Name) ?? string.Empty;
            writer.WriteStartObject("channel"u8);
            writer.WriteString("id"u8, MessageJson.Read(extras, EventExtras.Channel));
            writer.WriteString("name"u8, name);
            writer.WriteString("name_normalized"u8, name);
            writer.WriteBoolean("is_channel"u8, !isPrivate);
            writer.WriteBoolean("is_private"u8, isPrivate);
            writer.WriteNumber("created"u8, e.EventTs / 1_000_000);
            writer.WriteString("creator"u8, e.Author);
            writer.WriteString("context_team_id"u8, e.Chain.Team.Value);
            writer.WriteEndObject();
            writer.WriteTs("event_ts"u8, e.EventTs);
        });
        return new EncodedEvent([frame], isPrivate ? e.Author : null, ForGuests: []);
    }

    /// <summary>A public channel has another name; of a private one its own chain tells its members.</summary>
    public static EncodedEvent ChannelRenamed(ChannelEvent e, JsonElement extras) => IsPrivate(extras)
        ? EncodedEvent.Nothing
        : new EncodedEvent([FrameWriter.Write("channel_rename"u8, writer =>
        {
            var name = MessageJson.Read(extras, EventExtras.Name) ?? string.Empty;
            writer.WriteStartObject("channel"u8);
            writer.WriteString("id"u8, MessageJson.Read(extras, EventExtras.Channel));
            writer.WriteString("name"u8, name);
            writer.WriteString("name_normalized"u8, name);
            writer.WriteBoolean("is_channel"u8, true);
            writer.WriteNumber("created"u8, e.EventTs / 1_000_000);
            writer.WriteEndObject();
            writer.WriteTs("event_ts"u8, e.EventTs);
        })], ForGuests: []);

    /// <summary>A public channel was archived, or opened again; of a private one its own chain tells its members.</summary>
    public static EncodedEvent ChannelArchived(ChannelEvent e, JsonElement extras) => IsPrivate(extras)
        ? EncodedEvent.Nothing
        : new EncodedEvent([FrameWriter.Write(e.Kind == EventKind.ChannelArchived ? "channel_archive"u8 : "channel_unarchive"u8, writer =>
        {
            writer.WriteString("channel"u8, MessageJson.Read(extras, EventExtras.Channel));
            writer.WriteString("user"u8, e.Author);
            writer.WriteTs("event_ts"u8, e.EventTs);
        })], ForGuests: []);

    /// <summary>A custom emoji came or went.</summary>
    public static ReadOnlyMemory<byte> EmojiChanged(ChannelEvent e, JsonElement extras) => FrameWriter.Write("emoji_changed"u8, writer =>
    {
        var isAdded = e.Kind == EventKind.EmojiAdded;
        writer.WriteString("subtype"u8, isAdded ? "add"u8 : "remove"u8);
        if (isAdded)
        {
            writer.WriteString("name"u8, MessageJson.Read(extras, EventExtras.Name));
            writer.WriteString("value"u8, MessageJson.Read(extras, EventExtras.Value));
        }
        else if (extras.TryGetProperty(EventExtras.Names, out var names))
        {
            writer.WritePropertyName("names"u8);
            names.WriteTo(writer);
        }

        writer.WriteTs("event_ts"u8, e.EventTs);
    });

    /// <summary>A user group was made, or changed.</summary>
    public static EncodedEvent GroupChanged(ChannelEvent e, JsonElement extras)
    {
        if (!extras.TryGetProperty(EventExtras.Group, out var json) || json.Deserialize<UserGroup>() is not { } group)
        {
            return EncodedEvent.Nothing;
        }

        var shown = group with { CreatedTs = Time(group.CreatedTs), UpdatedTs = Time(group.UpdatedTs), DeletedTs = Time(group.DeletedTs) };
        return shown.Channels.IsDefaultOrEmpty ? new EncodedEvent([Frame(shown)]) : new EncodedEvent([Frame(shown)], ForGuests: [Frame(shown with { Channels = [] })]);

        ReadOnlyMemory<byte> Frame(UserGroup told) => FrameWriter.Write(e.Kind == EventKind.UserGroupCreated ? "subteam_created"u8 : "subteam_updated"u8, writer =>
        {
            writer.WritePropertyName("subteam"u8);
            GroupJson.Write(writer, told, (int)Number(extras, EventExtras.Count), e.Chain.Team, withUsers: true);
            writer.WriteTs("event_ts"u8, e.EventTs);
        });

        long Time(long ts) => ts == UserGroup.TimeOfEvent ? e.EventTs : ts;
    }

    /// <summary>The member was added to a channel; who began a direct conversation has opened it too.</summary>
    /// <remarks>
    /// wee-slack makes its buffer by <c>im_open</c>, or by the answer of conversations.open if that comes after <c>im_created</c>: who
    /// is first cannot be said.
    /// </remarks>
    public static ImmutableArray<ReadOnlyMemory<byte>> Added(ChannelEvent e, JsonElement extras)
    {
        var view = View(extras);
        var isOpener = view.Info.Id.IsDirect && string.Equals(view.Info.Creator.Value, e.Chain.Id, StringComparison.Ordinal);
        return isOpener ? [OwnMembership(e, extras), OwnSight(e, view.Info.Id, closedTs: null)] : [OwnMembership(e, extras)];
    }

    /// <summary>The member was added to a channel, or is no longer in it.</summary>
    public static ReadOnlyMemory<byte> OwnMembership(ChannelEvent e, JsonElement extras)
    {
        var channel = MessageJson.Read(extras, EventExtras.Channel) ?? string.Empty;
        var kind = new ChannelId(channel).Kind;
        if (e.Kind == EventKind.RemovedFromChannel)
        {
            return FrameWriter.Write(kind == ChannelKind.Public ? "channel_left"u8 : "group_left"u8, writer =>
            {
                writer.WriteString("channel"u8, channel);
                writer.WriteTs("event_ts"u8, e.EventTs);
            });
        }

        var type = kind switch
        {
            ChannelKind.Public => "channel_joined"u8,
            ChannelKind.Private => "group_joined"u8,
            ChannelKind.Direct => "im_created"u8,
            ChannelKind.GroupDirect => "mpim_joined"u8,
        };
        return FrameWriter.Write(type, writer =>
        {
            if (kind == ChannelKind.Direct)
            {
                writer.WriteString("user"u8, e.Chain.Id);
            }

            writer.WritePropertyName("channel"u8);
            ChannelJson.Write(writer, View(extras), e.Chain.Team);
            if (kind is ChannelKind.Direct or ChannelKind.GroupDirect && extras.TryGetProperty(EventExtras.Users, out var others))
            {
                writer.WritePropertyName("users"u8);
                others.WriteTo(writer);
            }

            writer.WriteTs("as_of"u8, Number(extras, EventExtras.JoinTs));
            writer.WriteNumber("read_position"u8, Number(extras, EventExtras.Position));
            writer.WriteTs("event_ts"u8, e.EventTs);
        });
    }

    /// <summary>A direct conversation was put out of the member's sight, or back.</summary>
    public static ReadOnlyMemory<byte> OwnSight(ChannelEvent e, JsonElement extras) =>
        OwnSight(e, new ChannelId(MessageJson.Read(extras, EventExtras.Channel) ?? string.Empty), e.Kind == EventKind.ConversationOpened ? null : Number(extras, EventExtras.ClosedTs));

    private static ReadOnlyMemory<byte> OwnSight(ChannelEvent e, ChannelId channel, long? closedTs)
    {
        var isIm = channel.Kind == ChannelKind.Direct;
        var type = closedTs is null ? (isIm ? "im_open"u8 : "mpim_open"u8) : (isIm ? "im_close"u8 : "mpim_close"u8);
        return FrameWriter.Write(type, writer =>
        {
            writer.WriteString("user"u8, e.Chain.Id);
            writer.WriteString("channel"u8, channel.Value);
            if (closedTs is { } closed)
            {
                writer.WriteTs("closed_ts"u8, closed);
            }

            writer.WriteTs("event_ts"u8, e.EventTs);
        });
    }

    /// <summary>The member's read cursor moved.</summary>
    public static ReadOnlyMemory<byte> Marked(ChannelEvent e, JsonElement extras) => FrameWriter.Write(MarkedType(extras), writer =>
    {
        var unread = Number(extras, EventExtras.Unread);
        writer.WriteString("channel"u8, MessageJson.Read(extras, EventExtras.Channel));
        writer.WriteTs("ts"u8, Number(extras, EventExtras.ReadTs));
        writer.WriteNumber("unread_count"u8, unread);
        writer.WriteNumber("unread_count_display"u8, unread);
        var mentions = Number(extras, EventExtras.Mentions);
        writer.WriteNumber("num_mentions"u8, mentions);
        writer.WriteNumber("num_mentions_display"u8, mentions);
        writer.WriteNumber("mention_count"u8, mentions);
        writer.WriteNumber("read_position"u8, Number(extras, EventExtras.Position));
        if (extras.TryGetProperty(EventExtras.MentionTs, out var named))
        {
            writer.WriteTsArray("mentions"u8, named.EnumerateArray().Select(ts => ts.GetInt64()));
        }

        writer.WriteTs("event_ts"u8, e.EventTs);
    });

    private static long Number(JsonElement extras, string name) =>
        extras.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;

    private static bool IsPrivate(JsonElement extras) =>
        extras.TryGetProperty(EventExtras.IsPrivate, out var flag) && flag.ValueKind == JsonValueKind.True;

    private static ReadOnlySpan<byte> MarkedType(JsonElement extras) => new ChannelId(MessageJson.Read(extras, EventExtras.Channel) ?? "C").Kind switch
    {
        ChannelKind.Private => "group_marked"u8,
        ChannelKind.Direct => "im_marked"u8,
        ChannelKind.GroupDirect => "mpim_marked"u8,
        _ => "channel_marked"u8,
    };

    private static ChannelView View(JsonElement extras)
    {
        var info = extras.TryGetProperty(EventExtras.Info, out var json) ? json.Deserialize<ChannelInfo>() : null;
        var others = extras.TryGetProperty(EventExtras.Users, out var users)
            ? users.EnumerateArray().Select(u => new UserId(u.GetString() ?? string.Empty))
            : [];
        info ??= new ChannelInfo(new ChannelId(MessageJson.Read(extras, EventExtras.Channel) ?? "C"), "", false, false, false, default, 0, "", "", 0, "", "", 0, 0);
        return new ChannelView(info, IsMember: true, 0, 0, [.. others]);
    }
}
