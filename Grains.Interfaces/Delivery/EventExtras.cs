using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansSocial.Grains.Interfaces.Delivery;

/// <summary>The keys of an event's extras (a JSON object); which kinds carry which is said at each.</summary>
public static class EventExtras
{
    /// <summary>Message: the client's own id of the message, echoed as sent.</summary>
    public const string ClientMessageId = "client_msg_id";

    /// <summary>Message: the bot's id when a bot posted it.</summary>
    public const string BotId = "bot_id";

    /// <summary>Message: the name that a bot gave itself for this message.</summary>
    public const string Username = "username";

    /// <summary>Message: the picture that a bot gave itself for this message.</summary>
    public const string Icons = "icons";

    /// <summary>Message: false when its text has no formatting.</summary>
    public const string Mrkdwn = "mrkdwn";

    /// <summary>Message: Block Kit blocks, stored and echoed as sent.</summary>
    public const string Blocks = "blocks";

    /// <summary>Message: attachments, stored and echoed as sent.</summary>
    public const string Attachments = "attachments";

    /// <summary>Message: metadata, stored and echoed as sent.</summary>
    public const string Metadata = "metadata";

    /// <summary>Message: true for a reply that is also shown in the channel.</summary>
    public const string Broadcast = "broadcast";

    /// <summary>Message: whom its user groups meant when it was written, user ids; see <see cref="Writes.GroupMention"/>. Absent for nobody.</summary>
    public const string MentionedByGroup = "mentioned_by_group";

    /// <summary>Join: who invited. Kick: not used.</summary>
    public const string Inviter = "inviter";

    /// <summary>Kick: the member that was removed. Reaction and Pin…: the author of the message.</summary>
    public const string User = "user";

    /// <summary>Reaction: the emoji's name.</summary>
    public const string Reaction = "name";

    /// <summary>Edited: the message's whole state after the change, with its reactions, its thread and who began the thread that it is in; Deleted: author and thread of the tombstone; EphemeralPosted: the message.</summary>
    public const string Message = "message";

    /// <summary>Edited: text before the change.</summary>
    public const string PreviousText = "previous_text";

    /// <summary>User chain: the channel's id. Team chain, ChannelCreated: the channel's id.</summary>
    public const string Channel = "channel";

    /// <summary>ChannelMarked and Thread…: the ts that was read.</summary>
    public const string ReadTs = "read_ts";

    /// <summary>ChannelMarked: the position that was read. AddedToChannel: that of the join.</summary>
    public const string Position = "position";

    /// <summary>ChannelMarked: the channel's unread count after the mark.</summary>
    public const string Unread = "unread";

    /// <summary>ChannelMarked: how many unread messages mention the member after the mark.</summary>
    public const string Mentions = "mentions";

    /// <summary>ChannelMarked: the ts of the unread messages that mention the member after the mark, at most <see cref="Channels.ChannelCounts.MentionTsMax"/>.</summary>
    public const string MentionTs = "mention_ts";

    /// <summary>ConversationClosed: the conversation's newest event then; something newer opens it.</summary>
    public const string ClosedTs = "closed_ts";

    /// <summary>AddedToChannel: the event_ts of the join in the channel's chain; interest starts there.</summary>
    public const string JoinTs = "join_ts";

    /// <summary>Thread…: the thread's parent; the channel is under <see cref="Channel"/>.</summary>
    public const string ThreadTs = "thread_ts";

    /// <summary>Thread…: since when it is followed.</summary>
    public const string SinceTs = "since_ts";

    /// <summary>Rename: the name before.</summary>
    public const string OldName = "old_name";

    /// <summary>DirectOpened: all members' ids. AddedToChannel of such a conversation: the members but for the one whose chain it is.</summary>
    public const string Users = "users";

    /// <summary>AddedToChannel: the channel's <see cref="Channels.ChannelInfo"/> at that moment, as JSON.</summary>
    public const string Info = "info";

    /// <summary>ChannelCreated: the channel's name. EmojiAdded: the emoji's. PrefChanged: the preference's. TeamMember…: see <see cref="Profile"/>.</summary>
    public const string Name = "name";

    /// <summary>EmojiAdded: the URL, or <c>alias:</c> and a name. PrefChanged: a text, number or truth value.</summary>
    public const string Value = "value";

    /// <summary>SnoozeChanged: the end of the snooze, microseconds since 1970; 0 for none.</summary>
    public const string SnoozeTs = "snooze_ts";

    /// <summary>UserGroup…: the <see cref="Teams.UserGroup"/> as JSON, with at most 500 of its members.</summary>
    public const string Group = "group";

    /// <summary>UserGroup…: how many members it has. Pin…: how many messages are pinned. Join, Leave and Kick: how many members the channel has then.</summary>
    public const string Count = "count";

    /// <summary>EmojiRemoved: the names that are gone.</summary>
    public const string Names = "names";

    /// <summary>ChannelCreated: true for a private channel (told to nobody but its creator).</summary>
    public const string IsPrivate = "is_private";

    /// <summary>TeamMemberJoined and TeamMemberChanged: the member's <see cref="Users.UserProfile"/> as JSON.</summary>
    public const string Profile = "profile";

    /// <summary>What is left of an edit's extras when its message is deleted: whose it was, as a deletion has it; no text, blocks or attachments.</summary>
    internal static string WithoutTexts(string edited)
    {
        using var json = JsonDocument.Parse(edited);
        var kept = new JsonObject { ["text"] = "" };
        if (json.RootElement.TryGetProperty(Message, out var message))
        {
            foreach (var member in message.EnumerateObject().Where(m => m.Name is "author" or "kind" or "thread_ts"))
            {
                kept[member.Name] = JsonNode.Parse(member.Value.GetRawText());
            }
        }

        return new JsonObject { [Message] = kept }.ToJsonString();
    }
}
