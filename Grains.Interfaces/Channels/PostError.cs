namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>Why a change of a channel was refused. A dialect maps each to its own word in one place.</summary>
public enum PostError
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>No such channel in the caller's team, or a private one that the caller is not in.</summary>
    ChannelNotFound = 1,

    /// <summary>The caller is not a member.</summary>
    NotInChannel = 2,

    /// <summary>The channel is archived.</summary>
    IsArchived = 3,

    /// <summary>No such message, or a tombstone.</summary>
    MessageNotFound = 4,

    /// <summary>Only the author may edit.</summary>
    CantUpdateMessage = 5,

    /// <summary>Only the author or an admin may delete.</summary>
    CantDeleteMessage = 6,

    /// <summary>The caller already has that reaction there.</summary>
    AlreadyReacted = 7,

    /// <summary>The caller has no such reaction there.</summary>
    NoReaction = 8,

    /// <summary>The message has as many reactions as it may.</summary>
    TooManyReactions = 9,

    /// <summary>The thread's parent does not exist, or is itself a reply.</summary>
    ThreadNotFound = 10,

    /// <summary>The user is already a member.</summary>
    AlreadyInChannel = 11,

    /// <summary>No such user in the team, or deactivated.</summary>
    UserNotFound = 12,

    /// <summary>The caller named themselves.</summary>
    CantInviteSelf = 13,

    /// <summary>The caller named themselves.</summary>
    CantKickSelf = 14,

    /// <summary>Nobody can leave or be removed from the general channel.</summary>
    CantLeaveGeneral = 15,

    /// <summary>The caller's role does not allow it.</summary>
    RestrictedAction = 16,

    /// <summary>The channel is private: it can't be joined, only be invited to.</summary>
    MethodNotSupported = 17,

    /// <summary>The channel, or the member's list, is full.</summary>
    TooManyMembers = 18,

    /// <summary>The shard's queue is full: 429, RetryAfter says when. Nothing was stored.</summary>
    Busy = 19,

    /// <summary>The database does not answer; whether it was stored is not known: 503, retry under the same key.</summary>
    Unavailable = 20,

    /// <summary>The database refused this row alone (a text that it can't hold).</summary>
    InvalidText = 21,

    /// <summary>It is archived already.</summary>
    AlreadyArchived = 22,

    /// <summary>It is not archived.</summary>
    NotArchived = 23,

    /// <summary>The general channel stays open.</summary>
    CantArchiveGeneral = 24,

    /// <summary>Another channel of the team has that name.</summary>
    NameTaken = 25,

    /// <summary>Blocks, attachments and metadata together would be over <see cref="PostMessage.ExtrasLengthMax"/> after the change.</summary>
    ExtrasTooLong = 40,

    /// <summary>The member that something is meant for is not in the channel.</summary>
    UserNotInChannel = 41,

    /// <summary>The message is pinned already.</summary>
    AlreadyPinned = 42,

    /// <summary>The message is not pinned.</summary>
    NotPinned = 43,

    /// <summary>The channel has as many pins as it may.</summary>
    TooManyPins = 44,

    /// <summary>The channel has no such bookmark.</summary>
    BookmarkNotFound = 45,

    /// <summary>The channel has as many bookmarks as it may.</summary>
    TooManyBookmarks = 46,

    /// <summary>The caller is the last member of a private channel: left by all, it would be lost.</summary>
    LastMember = 47,
}
