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

    /// <summary>Makes an invite into the caller's team; the caller's rights were checked by the gateway's team call.</summary>
    /// <param name="caller">An admin or owner.</param>
    /// <param name="usesMax">1 to 10,000.</param>
    /// <param name="lifetime">At most 30 days.</param>
    /// <returns>The invite, or null when the caller's role does not allow it.</returns>
    [Alias("CreateInvite")]
    Task<InviteResult?> CreateInvite(Caller caller, int usesMax, TimeSpan lifetime);

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
