namespace OrleansSocial.Grains.Interfaces.Delivery;

/// <summary>What an event of a chain is. Below 100: a row of <c>message</c> (history); from 100 on a row of <c>channel_event</c> (kept 25 h). Stored: never renumber.</summary>
public enum EventKind
{
    /// <summary>A message.</summary>
    Message = 0,

    /// <summary>A message in the third person (/me).</summary>
    MeMessage = 1,

    /// <summary>A member joined; the extras name the inviter, if any.</summary>
    Join = 2,

    /// <summary>A member left.</summary>
    Leave = 3,

    /// <summary>A member was removed by the author; the extras name the member.</summary>
    Kick = 4,

    /// <summary>The topic changed; the text is the new one.</summary>
    Topic = 5,

    /// <summary>The purpose changed; the text is the new one.</summary>
    Purpose = 6,

    /// <summary>The name changed; the text is the new one, the extras have the old one.</summary>
    Rename = 7,

    /// <summary>The channel was closed for writes.</summary>
    Archive = 8,

    /// <summary>The channel was opened for writes again.</summary>
    Unarchive = 9,

    /// <summary>A message's text changed.</summary>
    Edited = 100,

    /// <summary>A message became a tombstone.</summary>
    Deleted = 101,

    /// <summary>A reaction was added.</summary>
    ReactionAdded = 102,

    /// <summary>A reaction was taken away.</summary>
    ReactionRemoved = 103,

    /// <summary>A message was pinned to the channel; the extras carry its author and how many are pinned.</summary>
    PinAdded = 105,

    /// <summary>A message was taken off the pinned ones; extras as at <see cref="PinAdded"/>.</summary>
    PinRemoved = 106,

    /// <summary>A bookmark was made. Slack's clients are told nothing of bookmarks; the event keeps the channel's order and its keys.</summary>
    BookmarkAdded = 107,

    /// <summary>A bookmark changed.</summary>
    BookmarkChanged = 108,

    /// <summary>A bookmark was taken away.</summary>
    BookmarkRemoved = 109,

    /// <summary>A conversation of named members began; the extras have them.</summary>
    DirectOpened = 104,

    /// <summary>Team chain: a member joined the team.</summary>
    TeamMemberJoined = 200,

    /// <summary>Team chain: a member's profile or role changed.</summary>
    TeamMemberChanged = 201,

    /// <summary>Team chain: a channel was made.</summary>
    ChannelCreated = 202,

    /// <summary>Team chain: a channel has another name in the directory.</summary>
    ChannelRenamed = 203,

    /// <summary>Team chain: a channel was archived.</summary>
    ChannelArchived = 204,

    /// <summary>Team chain: a channel was opened again.</summary>
    ChannelUnarchived = 205,

    /// <summary>Team chain: something was done that only the audit shows.</summary>
    Audited = 206,

    /// <summary>Team chain: a custom emoji was added; the extras carry name and value.</summary>
    EmojiAdded = 220,

    /// <summary>Team chain: a custom emoji was taken away, and its aliases with it; the extras carry the names.</summary>
    EmojiRemoved = 221,

    /// <summary>Team chain: a user group was made; the extras carry it.</summary>
    UserGroupCreated = 222,

    /// <summary>Team chain: a user group changed, its members too; the extras carry it.</summary>
    UserGroupChanged = 223,

    /// <summary>User chain: added to a channel.</summary>
    AddedToChannel = 300,

    /// <summary>User chain: no longer in a channel.</summary>
    RemovedFromChannel = 301,

    /// <summary>User chain: a read cursor moved.</summary>
    ChannelMarked = 302,

    /// <summary>User chain: a conversation was put out of sight, until something newer happens there.</summary>
    ConversationClosed = 303,

    /// <summary>User chain: a closed conversation was opened again.</summary>
    ConversationOpened = 304,

    /// <summary>User chain: a message for this member alone; the extras carry channel and message.</summary>
    EphemeralPosted = 320,

    /// <summary>User chain: a preference changed; the extras carry name and value.</summary>
    PrefChanged = 321,

    /// <summary>User chain: a snooze began, changed or ended; the extras carry its end.</summary>
    SnoozeChanged = 322,

    /// <summary>User chain: looks away from now on.</summary>
    AwaySet = 323,

    /// <summary>User chain: does not look away any more.</summary>
    AwayEnded = 324,

    /// <summary>User chain: a followed thread was read up to a reply; the extras carry channel, thread and how far.</summary>
    ThreadMarked = 330,

    /// <summary>User chain: follows a thread from now on; extras as at <see cref="ThreadMarked"/>.</summary>
    ThreadFollowed = 331,

    /// <summary>User chain: does not follow a thread any more; extras as at <see cref="ThreadMarked"/>.</summary>
    ThreadUnfollowed = 332,
}
