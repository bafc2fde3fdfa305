namespace OrleansSocial.Grains.Interfaces.Accounts;

/// <summary>Why an account call was refused.</summary>
public enum AccountError
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>An account with that address exists: log in instead.</summary>
    EmailTaken = 1,

    /// <summary>Another team has that domain.</summary>
    DomainTaken = 2,

    /// <summary>The invite does not exist, has expired or is used up.</summary>
    InvalidInvite = 3,

    /// <summary>Address or password is wrong. It does not say which.</summary>
    InvalidCredentials = 4,

    /// <summary>The account is in several teams (or none of that name): name one.</summary>
    TeamNotFound = 5,

    /// <summary>The main database does not answer; nothing is known to be stored.</summary>
    Unavailable = 6,

    /// <summary>Too many password checks at once: try again.</summary>
    Busy = 7,

    /// <summary>The team has as many members as it may.</summary>
    TooManyMembers = 8,

    /// <summary>The member was deactivated in that team.</summary>
    AccountInactive = 9,

    /// <summary>The caller's role does not allow it.</summary>
    RestrictedAction = 10,

    /// <summary>No such member in the team.</summary>
    UserNotFound = 11,

    /// <summary>The caller has no such session, or the team no such invite.</summary>
    NotFound = 12,

    /// <summary>The team has as many apps as it may, or the app as many webhooks or commands.</summary>
    TooManyApps = 13,

    /// <summary>Another app of the team has that command.</summary>
    NameTaken = 14,
}
