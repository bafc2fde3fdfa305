using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Accounts;

/// <summary>Accounts, tokens and invites. An account is stored first; its member in the team follows and is made good at the next log-in if cut short.</summary>
[GrainType("accounts")]
[StatelessWorker]
[Reentrant]
internal sealed partial class AccountsGrain(AccountServices services, IGrainFactory grains, ILogger<AccountsGrain> logger) : Grain, IAccountsGrain
{
    /// <inheritdoc/>
    public async Task<LogInResult> SignUp(SignUp signUp)
    {
        if (await services.Passwords.Hash(signUp.Password) is not { } hash)
        {
            return LogInResult.Refused(AccountError.Busy);
        }

        var account = new AccountRow(Guid.CreateVersion7(), signUp.Name, Normal(signUp.Email), hash);
        var (secret, token) = NewToken(Secrets.UserToken());
        var user = UserId.New();
        return await IfMainAnswers(async () =>
        {
            if (signUp.Invite is { } code)
            {
                var (refused, invite) = await services.Accounts.SignUpByInvite(account, user, TokenIds.Of(code), token, CancellationToken.None);
                return refused == AccountError.None ? await EnterInvited(invite!, user, account, secret) : LogInResult.Refused(refused);
            }

            var (error, team) = await services.Accounts.SignUpWithTeam(
                account, user, (short)UserRole.Owner, signUp.TeamName!, signUp.TeamDomain!, token, CancellationToken.None);
            return error == AccountError.None
                ? await Enter(team, Profile(user, account, UserRole.Owner), secret)
                : LogInResult.Refused(error);
        });
    }

    /// <inheritdoc/>
    public Task<LogInResult> LogIn(string email, string password, string? team) => IfMainAnswers(async () =>
    {
        var account = await services.Accounts.Find(Normal(email), CancellationToken.None);
        switch (await services.Passwords.Verify(password, account?.PasswordHash))
        {
            case null: return LogInResult.Refused(AccountError.Busy);
            case false: return LogInResult.Refused(AccountError.InvalidCredentials);
        }

        var teams = await services.Accounts.Teams(account!.Id, CancellationToken.None);
        var chosen = team is null && teams.Count == 1
            ? teams[0]
            : teams.Find(t => string.Equals(t.Team.Value, team, StringComparison.Ordinal) || string.Equals(t.Domain, team, StringComparison.OrdinalIgnoreCase));
        if (chosen is null)
        {
            return LogInResult.Refused(AccountError.TeamNotFound);
        }

        if (chosen.Deactivated)
        {
            return LogInResult.Refused(AccountError.AccountInactive);
        }

        var (secret, token) = NewToken(Secrets.UserToken());
        if (!await services.Accounts.AddToken(chosen.Team, chosen.User, account, token, CancellationToken.None))
        {
            return LogInResult.Refused(AccountError.InvalidCredentials);
        }

        return chosen.Unkept is { } invite
            ? await EnterInvited(invite, chosen.User, account, secret)
            : await Enter(chosen.Team, Profile(chosen.User, account, (UserRole)chosen.Role), secret);
    });

    /// <inheritdoc/>
    public Task<LogInResult> CreateTeam(Caller caller, string name, string domain) => IfMainAnswers(async () =>
    {
        if (await services.Accounts.FindByUser(caller.User, CancellationToken.None) is not { } account)
        {
            return LogInResult.Refused(AccountError.InvalidCredentials);
        }

        var (secret, token) = NewToken(Secrets.UserToken());
        var user = UserId.New();
        var (error, team) = await services.Accounts.CreateTeam(account.Id, user, (short)UserRole.Owner, name, domain, token, CancellationToken.None);
        return error == AccountError.None
            ? await Enter(team, Profile(user, account, UserRole.Owner), secret)
            : LogInResult.Refused(error);
    });

    /// <inheritdoc/>
    public async Task<InviteResult?> CreateInvite(Caller caller, int usesMax, TimeSpan lifetime, UserRole role, ImmutableArray<ChannelId> channels)
    {
        if (!await IsAdmin(caller))
        {
            return null;
        }

        var code = Secrets.Code();
        var now = services.TimeProvider.GetUtcNow();
        var gives = new InviteUse(caller.Team, caller.User, (short)role, channels);
        await services.Invites.Add(TokenIds.Of(code), gives, Micros(now), Micros(now + lifetime), usesMax, CancellationToken.None);
        await services.Audit.Add(caller, "invite.create", TokenIds.Of(code), role.ToString());
        return new InviteResult(code, now + lifetime, usesMax);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<InviteInfo>?> Invites(Caller caller) =>
        await IsAdmin(caller) ? [.. await services.Invites.Open(caller.Team, Micros(services.TimeProvider.GetUtcNow()), CancellationToken.None)] : null;

    /// <inheritdoc/>
    public async Task<AccountError> RevokeInvite(Caller caller, string id)
    {
        if (!await IsAdmin(caller))
        {
            return AccountError.RestrictedAction;
        }

        if (!await services.Invites.Revoke(caller.Team, id, CancellationToken.None))
        {
            return AccountError.NotFound;
        }

        await services.Audit.Add(caller, "invite.revoke", id, string.Empty);
        return AccountError.None;
    }

    /// <inheritdoc/>
    public async Task<AccountError> SetActive(Caller caller, UserId user, bool active, Guid dedupeKey) =>
        await Team(caller).SetActive(caller, user, active, dedupeKey) switch
        {
            TeamError.None => AccountError.None,
            TeamError.RestrictedAction => AccountError.RestrictedAction,
            TeamError.UserNotFound => AccountError.UserNotFound,
            TeamError.Busy => AccountError.Busy,
            _ => AccountError.Unavailable,
        };

    /// <inheritdoc/>
    public async Task<AccountError> ChangePassword(Caller caller, string current, string password, string tokenId)
    {
        if (await services.Accounts.FindByUser(caller.User, CancellationToken.None) is not { } account)
        {
            return AccountError.InvalidCredentials;
        }

        switch (await services.Passwords.Verify(current, account.PasswordHash))
        {
            case null: return AccountError.Busy;

            // Perhaps a repeat of a change that was made, whose answer was lost.
            case false:
                return await services.Passwords.Verify(password, account.PasswordHash) switch
                {
                    null => AccountError.Busy,
                    true => AccountError.None,
                    false => AccountError.InvalidCredentials,
                };
        }

        if (await services.Passwords.Hash(password) is not { } hash)
        {
            return AccountError.Busy;
        }

        await services.Accounts.SetPassword(account.Id, hash, tokenId, CancellationToken.None);
        return AccountError.None;
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<MemberSession>> Sessions(Caller caller) => [.. await services.Tokens.Of(caller, CancellationToken.None)];

    /// <inheritdoc/>
    public async Task<AccountError> RevokeSession(Caller caller, string tokenId)
    {
        var token = await services.Tokens.Get(tokenId, CancellationToken.None);
        if (token is not { State: TokenState.Good, Caller: { } owner } || owner.User != caller.User || owner.Team != caller.Team)
        {
            return AccountError.NotFound;
        }

        await services.Tokens.Revoke(tokenId, CancellationToken.None);
        return AccountError.None;
    }

    /// <inheritdoc/>
    public async Task<LogInResult> CreateBot(Caller caller, string name)
    {
        if (!await IsAdmin(caller))
        {
            return LogInResult.Refused(AccountError.InvalidCredentials);
        }

        return await IfMainAnswers(async () =>
        {
            var (secret, token) = NewToken(Secrets.BotToken());
            var user = UserId.New();
            var botId = WireId.Random('B');
            await services.Accounts.CreateBot(caller.Team, user, botId, name, token, CancellationToken.None);
            await services.Audit.Add(caller, "bot.create", botId, name);
            return await Enter(caller.Team, new UserProfile(user, Handles.Of(name), name, "", UserRole.Member, botId, false, 0), secret);
        });
    }

    /// <inheritdoc/>
    public Task<TokenIdentity> Resolve(string tokenId) => services.Tokens.Get(tokenId, CancellationToken.None);

    /// <inheritdoc/>
    public Task Revoke(string tokenId) => services.Tokens.Revoke(tokenId, CancellationToken.None);

    /// <inheritdoc/>
    public Task<RevocationPage> RevokedSince(long number) => services.Tokens.RevokedSince(number, CancellationToken.None);

    private static string Normal(string email) => email.Trim().ToLowerInvariant();

    private static UserProfile Profile(UserId user, AccountRow account, UserRole role) =>
        new(user, Handles.Of(account.Email.Split('@')[0]), account.Name, account.Email, role, null, false, 0);

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private (string Secret, TokenRow Token) NewToken(string secret) =>
        (secret, new TokenRow(TokenIds.Of(secret), Micros(services.TimeProvider.GetUtcNow())));

    // A guest is in the channels of the invite, by the hand of whoever made it, and in no other. What a sign-up that is cut short leaves
    // out, the next log-in does.
    private async Task<LogInResult> EnterInvited(InviteUse invite, UserId user, AccountRow account, string secret)
    {
        var entered = await Enter(invite.Team, Profile(user, account, (UserRole)invite.Role), secret);
        if (entered.Error != AccountError.None || invite.Channels.IsEmpty)
        {
            return entered;
        }

        try
        {
            if (await AddToChannels(invite, user))
            {
                await services.Accounts.SetInviteKept(user, CancellationToken.None);
            }
        }
        catch (Exception exception)
        {
            // The member is in; their next log-in tries again.
            LogInviteUnkept(exception, user);
        }

        return entered;
    }

    /// <returns>Whether every channel has answered for good: one that is gone or closed to whoever made the invite is not waited for.</returns>
    private async Task<bool> AddToChannels(InviteUse invite, UserId user)
    {
        var by = new Caller(invite.Team, invite.By, null);
        var isSettled = true;
        foreach (var channel in invite.Channels)
        {
            var added = await grains.GetGrain<IChannelGrain>(ChainId.Of(invite.Team, channel).GrainKey)
                .Invite(by, user, DedupeKeys.From("invited", user.Value, channel.Value));
            isSettled &= added.Error is not (PostError.Busy or PostError.Unavailable);
        }

        return isSettled;
    }

    private ITeamGrain Team(Caller caller) => grains.GetGrain<ITeamGrain>(caller.Team.Value);

    private async Task<LogInResult> Enter(TeamId team, UserProfile profile, string secret)
    {
        var grain = grains.GetGrain<ITeamGrain>(team.Value);
        return await grain.EnsureMember(profile) switch
        {
            TeamError.None => new LogInResult(AccountError.None, secret, await grain.Member(profile.Id), await grain.Profile()),
            TeamError.TooManyMembers => LogInResult.Refused(AccountError.TooManyMembers),
            TeamError.MemberInactive => LogInResult.Refused(AccountError.AccountInactive),
            _ => LogInResult.Refused(AccountError.Unavailable),
        };
    }

    private async Task<bool> IsAdmin(Caller caller) =>
        await Team(caller).Member(caller.User) is { Deleted: false, Role: >= UserRole.Admin };

    private static async Task<LogInResult> IfMainAnswers(Func<Task<LogInResult>> work)
    {
        try
        {
            return await work();
        }
        catch (DbException exception) when (exception.SqlState is null || exception.IsTransient)
        {
            return LogInResult.Refused(AccountError.Unavailable);
        }
    }

    [LoggerMessage(1400, LogLevel.Warning, "{User} could not be added to the channels of their invite; the next log-in tries again")]
    private partial void LogInviteUnkept(Exception exception, UserId user);
}
