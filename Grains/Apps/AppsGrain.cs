using System.Collections.Immutable;
using System.Data.Common;
using Orleans.Concurrency;
using OrleansSocial.Grains.Accounts;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Apps;

/// <summary>The apps of the main database. An app is stored first; its bot in the team follows.</summary>
[GrainType("apps")]
[StatelessWorker]
[Reentrant]
internal sealed class AppsGrain(AppServices services, IGrainFactory grains) : Grain, IAppsGrain
{
    /// <inheritdoc/>
    public async Task<NewApp> Create(Caller caller, string name, ImmutableArray<string> scopes, ImmutableArray<string> events)
    {
        if (!await IsAdmin(caller))
        {
            return NewApp.Refused(AccountError.RestrictedAction);
        }

        var now = (services.TimeProvider.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var app = new AppInfo(WireId.Random('A'), caller.Team, name, WireId.Random('B'), UserId.New(), scopes, events, caller.User, now);
        var (botToken, appToken, signingSecret) = (Secrets.BotToken(), Secrets.AppToken(app.Id), Secrets.Code());
        try
        {
            if (!await services.Apps.Add(app, signingSecret, TokenIds.Of(botToken), TokenIds.Of(appToken), CancellationToken.None))
            {
                return NewApp.Refused(AccountError.TooManyApps);
            }
        }
        catch (DbException exception) when (exception.SqlState is null || exception.IsTransient)
        {
            return NewApp.Refused(AccountError.Unavailable);
        }

        var team = Team(caller);
        await team.Audit(caller, "app.create", app.Id, name, Guid.CreateVersion7());
        return await team.EnsureMember(new UserProfile(app.User, Handles.Of(name), name, "", UserRole.Member, app.BotId, false, 0)) switch
        {
            TeamError.None => new NewApp(AccountError.None, app, botToken, appToken, signingSecret),
            TeamError.TooManyMembers => NewApp.Refused(AccountError.TooManyMembers),
            _ => NewApp.Refused(AccountError.Unavailable),
        };
    }

    /// <inheritdoc/>
    public Task<AppInfo?> Find(TeamId team, string app) => services.Apps.Find(team, app, CancellationToken.None);

    /// <inheritdoc/>
    public async Task<ImmutableArray<AppInfo>?> List(Caller caller) =>
        await IsAdmin(caller) ? [.. await services.Apps.All(caller.Team, CancellationToken.None)] : null;

    /// <inheritdoc/>
    public async Task<AccountError> Remove(Caller caller, string app, Guid dedupeKey)
    {
        if (!await IsAdmin(caller))
        {
            return AccountError.RestrictedAction;
        }

        if (await services.Apps.Find(caller.Team, app, CancellationToken.None) is not { } found)
        {
            return AccountError.NotFound;
        }

        // The bot first: a removal that is cut short between the two is done again by its repeat.
        var team = Team(caller);
        if (await team.SetActive(caller, found.User, false, dedupeKey) is not (TeamError.None or TeamError.UserNotFound))
        {
            return AccountError.Unavailable;
        }

        await services.Apps.Remove(caller.Team, app, CancellationToken.None);
        await team.Audit(caller, "app.remove", app, found.Name, Guid.CreateVersion7());
        return AccountError.None;
    }

    private ITeamGrain Team(Caller caller) => grains.GetGrain<ITeamGrain>(caller.Team.Value);

    private async Task<bool> IsAdmin(Caller caller) =>
        await Team(caller).Member(caller.User) is { Deleted: false, Role: >= UserRole.Admin };
}
