namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>Why a change of a team was refused.</summary>
public enum TeamError
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>Another channel has that name.</summary>
    NameTaken = 1,

    /// <summary>The team has as many channels as it may.</summary>
    TooManyChannels = 2,

    /// <summary>The team has as many members as it may.</summary>
    TooManyMembers = 3,

    /// <summary>No such member.</summary>
    UserNotFound = 4,

    /// <summary>The caller's role does not allow it.</summary>
    RestrictedAction = 5,

    /// <summary>The shard's queue is full: 429.</summary>
    Busy = 6,

    /// <summary>Not known whether it was stored: 503, retry under the same key.</summary>
    Unavailable = 7,

    /// <summary>Only admins change what is another member's.</summary>
    NotAdmin = 40,

    /// <summary>Only owners change what is an admin's.</summary>
    CantUpdateAdmin = 41,

    /// <summary>A status is cleared by clearing its text and its emoji together.</summary>
    StatusHalfCleared = 42,

    /// <summary>The database refused the values.</summary>
    InvalidValue = 43,

    /// <summary>The team has another custom emoji of that name.</summary>
    EmojiNameTaken = 44,

    /// <summary>The team has no custom emoji of that name.</summary>
    EmojiNotFound = 45,

    /// <summary>The team has as many custom emoji as it may, or the emoji as many aliases.</summary>
    TooManyEmoji = 46,

    /// <summary>Only who added an emoji or an admin takes it away.</summary>
    NotYourEmoji = 47,

    /// <summary>An emoji cannot stand for itself.</summary>
    InvalidAlias = 48,

    /// <summary>The team has no such user group.</summary>
    GroupNotFound = 49,

    /// <summary>Only admins change user groups.</summary>
    GroupForbidden = 50,

    /// <summary>Another user group has that name.</summary>
    GroupNameTaken = 51,

    /// <summary>A user group, a channel or a member has that handle.</summary>
    HandleTaken = 52,

    /// <summary>The team has as many user groups as it may.</summary>
    TooManyGroups = 53,

    /// <summary>No such channel, or a private one.</summary>
    InvalidGroupChannel = 54,

    /// <summary>Not all of them are members of the team.</summary>
    UnknownGroupUsers = 55,

    /// <summary>More members than a group, or all groups together, may have.</summary>
    TooManyGroupUsers = 56,

    /// <summary>The member was deactivated.</summary>
    MemberInactive = 57,
}
