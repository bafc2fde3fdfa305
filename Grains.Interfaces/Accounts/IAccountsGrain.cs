using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Interfaces.Accounts;

/// <summary>Accounts, tokens and invites of the main database. Stateless; key 0.</summary>
[GrainInterfaceType("orleanssocial.accounts"), Alias("orleanssocial.IAccountsGrain")]
public interface IAccountsGrain : IGrainWithIntegerKey
{
    /// <summary>Makes an account with its first team, or into an invite's team.</summary>
    [Alias("SignUp")]
    Task<LogInResult> SignUp(SignUp signUp);

    /// <summary>Checks a password and mints a token.</summary>
    /// <param name="email">The address.</param>
    /// <param name="password">The password.</param>
    /// <param name="team">Id or domain of the team; null when the account is in one only.</param>
    [Alias("LogIn")]
    Task<LogInResult> LogIn(string email, string password, string? team);

    /// <summary>Makes a further team for the caller's account.</summary>
    /// <param name="caller">A person, not a bot.</param>
    /// <param name="name">The team's name.</param>
    /// <param name="domain">The team's domain.</param>
    [Alias("CreateTeam")]
    Task<LogInResult> CreateTeam(Caller caller, string name, string domain);

    /// <summary>Makes an invite into the caller's team.</summary>
    /// <param name="caller">An admin or owner.</param>
    /// <param name="usesMax">1 to 10,000.</param>
    /// <param name="lifetime">At most 30 days.</param>
    /// <param name="role">Member or guest.</param>
    /// <param name="channels">The channels that a guest is added to, at most 100; the caller must be in them.</param>
    /// <returns>The invite, or null when the caller's role does not allow it.</returns>
    [Alias("CreateInvite")]
    Task<InviteResult?> CreateInvite(Caller caller, int usesMax, TimeSpan lifetime, UserRole role, ImmutableArray<ChannelId> channels);

    /// <summary>Lists the team's invites that still let somebody in, newest first, at most 200; null when the caller's role does not allow it.</summary>
    [Alias("Invites")]
    Task<ImmutableArray<InviteInfo>?> Invites(Caller caller);

    /// <summary>Ends an invite.</summary>
    /// <param name="caller">An admin or owner.</param>
    /// <param name="id">The invite's id.</param>
    [Alias("RevokeInvite")]
    Task<AccountError> RevokeInvite(Caller caller, string id);

    /// <summary>Deactivates a member, or brings them back: out, their tokens end within 5 s everywhere.</summary>
    /// <param name="caller">An admin; for an admin or owner an owner.</param>
    /// <param name="user">Whom.</param>
    /// <param name="active">False deactivates.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("SetActive")]
    Task<AccountError> SetActive(Caller caller, UserId user, bool active, Guid dedupeKey);

    /// <summary>Replaces the caller's password and ends the account's other sessions.</summary>
    /// <param name="caller">A person, not a bot.</param>
    /// <param name="current">The password until now.</param>
    /// <param name="password">The new one, 8 to 72 bytes of UTF-8.</param>
    /// <param name="tokenId">The caller's token, which stays.</param>
    [Alias("ChangePassword")]
    Task<AccountError> ChangePassword(Caller caller, string current, string password, string tokenId);

    /// <summary>Lists the caller's good tokens, newest first, at most 200.</summary>
    [Alias("Sessions")]
    Task<ImmutableArray<MemberSession>> Sessions(Caller caller);

    /// <summary>Ends one of the caller's own tokens.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="tokenId">The token's id.</param>
    [Alias("RevokeSession")]
    Task<AccountError> RevokeSession(Caller caller, string tokenId);

    /// <summary>Makes a bot user with its token in the caller's team.</summary>
    /// <param name="caller">An admin or owner.</param>
    /// <param name="name">The bot's name.</param>
    [Alias("CreateBot")]
    Task<LogInResult> CreateBot(Caller caller, string name);

    /// <summary>Looks a token up by its id (hex of SHA-256); the token itself never travels.</summary>
    [Alias("Resolve")]
    Task<TokenIdentity> Resolve(string tokenId);

    /// <summary>Revokes a token: within 5 s every gateway refuses it and closes its sockets.</summary>
    /// <param name="tokenId">The token's id.</param>
    [Alias("Revoke")]
    Task Revoke(string tokenId);

    /// <summary>Lists revocations after a number; gateways poll it every 2 s. A negative number asks for the newest number only.</summary>
    [Alias("RevokedSince")]
    Task<RevocationPage> RevokedSince(long number);
}
