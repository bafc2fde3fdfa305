using System.Collections.Immutable;
using System.Data.Common;
using Orleans.Concurrency;
using OrleansSocial.Grains.Accounts;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Storage.Tables;

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

        var app = new AppInfo(WireId.Random('A'), caller.Team, name, WireId.Random('B'), UserId.New(), scopes, events, caller.User, Now());
        var (botToken, appToken, signingSecret) = (Secrets.BotToken(), Secrets.AppToken(app.Id), Secrets.Code());
        var (clientId, clientSecret) = (Secrets.ClientId(), Secrets.Code());
        try
        {
            var stored = new AppSecrets(signingSecret, TokenIds.Of(botToken), TokenIds.Of(appToken), clientId, TokenIds.Of(clientSecret));
            if (!await services.Apps.Add(app, stored, CancellationToken.None))
            {
                return NewApp.Refused(AccountError.TooManyApps);
            }
        }
        catch (DbException exception) when (exception.SqlState is null || exception.IsTransient)
        {
            return NewApp.Refused(AccountError.Unavailable);
        }

        var team = Team(caller);
        await services.Audit.Add(caller, "app.create", app.Id, name);
        return await team.EnsureMember(new UserProfile(app.User, Handles.Of(name), name, "", UserRole.Member, app.BotId, false, 0)) switch
        {
            TeamError.None => new NewApp(AccountError.None, app, botToken, appToken, signingSecret, clientId, clientSecret),
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

        // The bot first, and with it its tokens: a removal that is cut short after it is done again by its repeat, for which the app must be there.
        var team = Team(caller);
        switch (await team.SetActive(caller, found.User, false, dedupeKey))
        {
            case TeamError.None or TeamError.UserNotFound: break;
            case TeamError.RestrictedAction: return AccountError.RestrictedAction;
            default: return AccountError.Unavailable;
        }

        // Before the app itself goes, since a repeat needs it: this may take as long as the caller waits before it asks again.
        await services.Audit.Add(caller, "app.remove", app, found.Name, dedupeKey);
        await services.Apps.Remove(caller.Team, app, CancellationToken.None);
        return AccountError.None;
    }

    /// <inheritdoc/>
    public async Task<NewWebhook> CreateWebhook(Caller caller, string app, ChannelId channel)
    {
        if (!await IsAdmin(caller))
        {
            return NewWebhook.Refused(AccountError.RestrictedAction);
        }

        if (await services.Apps.Find(caller.Team, app, CancellationToken.None) is null)
        {
            return NewWebhook.Refused(AccountError.NotFound);
        }

        var (id, secret) = (WireId.Random('B'), Secrets.Code());
        if (!await services.Webhooks.Add(caller, id, app, channel, TokenIds.Of(secret), Now(), CancellationToken.None))
        {
            return NewWebhook.Refused(AccountError.TooManyApps);
        }

        await services.Audit.Add(caller, "webhook.create", id, channel.Value);
        return new NewWebhook(AccountError.None, id, secret);
    }

    /// <inheritdoc/>
    public Task<WebhookInfo?> Webhook(TeamId team, string webhook) => services.Webhooks.Find(team, webhook, CancellationToken.None);

    /// <inheritdoc/>
    public async Task<AccountError> SetCommand(Caller caller, string app, string command, string description)
    {
        if (!await IsAdmin(caller))
        {
            return AccountError.RestrictedAction;
        }

        if (await services.Apps.Find(caller.Team, app, CancellationToken.None) is null)
        {
            return AccountError.NotFound;
        }

        if (!await services.Requests.SetCommand(caller.Team, app, command, description, CancellationToken.None))
        {
            var holder = await services.Requests.AppOfCommand(caller.Team, command, CancellationToken.None);
            return holder is null ? AccountError.TooManyApps : AccountError.NameTaken;
        }

        await services.Audit.Add(caller, "command.set", app, command);
        return AccountError.None;
    }

    /// <inheritdoc/>
    public async Task<AppInfo?> AppOfCommand(TeamId team, string command) =>
        await services.Requests.AppOfCommand(team, command, CancellationToken.None) is { } app ? await Find(team, app) : null;

    /// <inheritdoc/>
    public async Task<AppInfo?> AppOfBot(TeamId team, UserId bot) =>
        await services.Requests.AppOfBot(team, bot, CancellationToken.None) is { } app ? await Find(team, app) : null;

    /// <inheritdoc/>
    public async Task<string> OpenResponse(AppInfo app, ChannelId channel, UserId user, long? messageTs)
    {
        var secret = Secrets.Code();
        await services.Requests.Open(app, TokenIds.Of(secret), channel, user, messageTs, CancellationToken.None);
        return secret;
    }

    /// <inheritdoc/>
    public Task<ResponseTarget?> UseResponse(TeamId team, string secret) =>
        services.Requests.Use(team, TokenIds.Of(secret), CancellationToken.None);

    /// <inheritdoc/>
    public async Task<AccountError> SetRequestUrl(Caller caller, string app, string? url)
    {
        if (!await IsAdmin(caller))
        {
            return AccountError.RestrictedAction;
        }

        if (!await services.Urls.Set(caller.Team, app, url, CancellationToken.None))
        {
            return AccountError.NotFound;
        }

        await grains.GetGrain<IAppGrain>(AppKey.Of(caller.Team, app)).OnRequestUrlChanged();
        await services.Audit.Add(caller, url is null ? "app.url.clear" : "app.url.set", app, url ?? string.Empty);
        return AccountError.None;
    }

    /// <inheritdoc/>
    public Task<AppRequestUrl?> RequestUrlOf(TeamId team, string app) => services.Urls.Find(team, app, CancellationToken.None);

    /// <inheritdoc/>
    public async Task<ImmutableArray<AppInfo>> Unfed() => [.. await services.Urls.Unfed(CancellationToken.None)];

    /// <inheritdoc/>
    public Task ReportRequestUrl(TeamId team, string app, string url, RequestUrlState state, string? fault) =>
        services.Urls.Report(team, app, url, state, fault, CancellationToken.None);

    private long Now() => (services.TimeProvider.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private ITeamGrain Team(Caller caller) => grains.GetGrain<ITeamGrain>(caller.Team.Value);

    private async Task<bool> IsAdmin(Caller caller) =>
        await Team(caller).Member(caller.User) is { Deleted: false, Role: >= UserRole.Admin };
}
