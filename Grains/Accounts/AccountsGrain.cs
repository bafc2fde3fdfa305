using System.Data.Common;
using System.Text;
using Orleans.Concurrency;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Accounts;

/// <summary>Accounts, tokens and invites. An account is stored first; its member in the team follows and is made good at the next log-in if cut short.</summary>
[GrainType("accounts")]
[StatelessWorker]
[Reentrant]
internal sealed class AccountsGrain(AccountServices services, IGrainFactory grains) : Grain, IAccountsGrain
{
    private const int HandleLengthMax = 80;

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
        var role = signUp.Invite is null ? UserRole.Owner : UserRole.Member;
        return await IfMainAnswers(async () =>
        {
            var (error, team) = signUp.Invite is { } invite
                ? await services.Accounts.SignUpByInvite(account, user, (short)role, TokenIds.Of(invite), token, CancellationToken.None)
                : await services.Accounts.SignUpWithTeam(account, user, (short)role, signUp.TeamName!, signUp.TeamDomain!, token, CancellationToken.None);
            return error == AccountError.None
                ? await Enter(team, Profile(user, account, role), secret)
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

        var (secret, token) = NewToken(Secrets.UserToken());
        await services.Accounts.AddToken(chosen.Team, chosen.User, account.Id, token, CancellationToken.None);
        return await Enter(chosen.Team, Profile(chosen.User, account, (UserRole)chosen.Role), secret);
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
    public async Task<InviteResult?> CreateInvite(Caller caller, int usesMax, TimeSpan lifetime)
    {
        if (!await IsAdmin(caller))
        {
            return null;
        }

        var code = Secrets.Code();
        var now = services.TimeProvider.GetUtcNow();
        await services.Accounts.AddInvite(
            TokenIds.Of(code), caller.Team, caller.User, Micros(now), Micros(now + lifetime), usesMax, CancellationToken.None);
        return new InviteResult(code, now + lifetime, usesMax);
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
            return await Enter(caller.Team, new UserProfile(user, Handle(name), name, "", UserRole.Member, botId, false, 0), secret);
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
        new(user, Handle(account.Email.Split('@')[0]), account.Name, account.Email, role, null, false, 0);

    // A handle is what clients complete after @: lower case, no spaces.
    private static string Handle(string wanted)
    {
        var handle = new StringBuilder();
        foreach (var c in wanted.ToLowerInvariant())
        {
            if (handle.Length < HandleLengthMax && (char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            {
                handle.Append(c);
            }
        }

        return handle.Length == 0 ? "member" : handle.ToString();
    }

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private (string Secret, TokenRow Token) NewToken(string secret) =>
        (secret, new TokenRow(TokenIds.Of(secret), Micros(services.TimeProvider.GetUtcNow())));

    private async Task<LogInResult> Enter(TeamId team, UserProfile profile, string secret)
    {
        var grain = grains.GetGrain<ITeamGrain>(team.Value);
        return await grain.EnsureMember(profile) switch
        {
            TeamError.None => new LogInResult(AccountError.None, secret, await grain.Member(profile.Id), await grain.Profile()),
            TeamError.TooManyMembers => LogInResult.Refused(AccountError.TooManyMembers),
            _ => LogInResult.Refused(AccountError.Unavailable),
        };
    }

    private async Task<bool> IsAdmin(Caller caller) =>
        await grains.GetGrain<ITeamGrain>(caller.Team.Value).Member(caller.User) is { Deleted: false, Role: >= UserRole.Admin };

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
}
