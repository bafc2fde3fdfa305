using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>The apps of the main database. Stateless; key 0.</summary>
[GrainInterfaceType("orleanssocial.apps"), Alias("orleanssocial.IAppsGrain")]
public interface IAppsGrain : IGrainWithIntegerKey
{
    /// <summary>Makes an app with its bot and tokens in the caller's team.</summary>
    /// <param name="caller">An admin or owner.</param>
    /// <param name="name">The app's name, at most 80 characters.</param>
    /// <param name="scopes">What its bot may do; at most <see cref="ScopesMax"/>.</param>
    /// <param name="events">The types of events that it wants; at most <see cref="EventsMax"/>.</param>
    /// <returns>Its secrets; TooManyApps at <see cref="AppsMax"/>.</returns>
    [Alias("Create")]
    Task<NewApp> Create(Caller caller, string name, ImmutableArray<string> scopes, ImmutableArray<string> events);

    /// <summary>Finds an app that was not removed, or null.</summary>
    /// <param name="team">Its team.</param>
    /// <param name="app">Its id.</param>
    [Alias("Find")]
    Task<AppInfo?> Find(TeamId team, string app);

    /// <summary>Lists the team's apps, the newest first; null when the caller's role does not allow it.</summary>
    [Alias("List")]
    Task<ImmutableArray<AppInfo>?> List(Caller caller);

    /// <summary>Removes an app: its tokens end within 5 s everywhere, its bot is deactivated, its messages stay.</summary>
    /// <param name="caller">An admin or owner.</param>
    /// <param name="app">The app's id.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("Remove")]
    Task<AccountError> Remove(Caller caller, string app, Guid dedupeKey);

    /// <summary>Makes an incoming webhook; the app's bot must be in the channel when something is posted.</summary>
    /// <param name="caller">An admin or owner.</param>
    /// <param name="app">The app.</param>
    /// <param name="channel">Where it posts.</param>
    /// <returns>Its id and secret; TooManyApps at <see cref="WebhooksMax"/>.</returns>
    [Alias("CreateWebhook")]
    Task<NewWebhook> CreateWebhook(Caller caller, string app, ChannelId channel);

    /// <summary>Finds a webhook, or null.</summary>
    /// <param name="team">Its team.</param>
    /// <param name="webhook">Its id.</param>
    [Alias("Webhook")]
    Task<WebhookInfo?> Webhook(TeamId team, string webhook);

    /// <summary>Gives a command to an app, or changes its description.</summary>
    /// <param name="caller">An admin or owner.</param>
    /// <param name="app">The app.</param>
    /// <param name="command">The command, with its slash.</param>
    /// <param name="description">What it does.</param>
    /// <returns>NameTaken when another app of the team has it, TooManyApps at <see cref="CommandsMax"/>.</returns>
    [Alias("SetCommand")]
    Task<AccountError> SetCommand(Caller caller, string app, string command, string description);

    /// <summary>Finds the app that has a command, or null.</summary>
    /// <param name="team">The team.</param>
    /// <param name="command">The command, with its slash.</param>
    [Alias("AppOfCommand")]
    Task<AppInfo?> AppOfCommand(TeamId team, string command);

    /// <summary>Finds the app of a bot, or null.</summary>
    /// <param name="team">The team.</param>
    /// <param name="bot">The bot's member.</param>
    [Alias("AppOfBot")]
    Task<AppInfo?> AppOfBot(TeamId team, UserId bot);

    /// <summary>Makes the secret of a response URL, good for <see cref="ResponseSeconds"/> and <see cref="ResponsesMax"/> answers.</summary>
    /// <param name="app">The app that may answer.</param>
    /// <param name="channel">Where.</param>
    /// <param name="user">To whom.</param>
    /// <param name="messageTs">The message whose button was clicked, or null.</param>
    [Alias("OpenResponse")]
    Task<string> OpenResponse(AppInfo app, ChannelId channel, UserId user, long? messageTs);

    /// <summary>Uses one answer of a response URL; null when there is none left.</summary>
    /// <param name="team">The team.</param>
    /// <param name="secret">The URL's secret.</param>
    [Alias("UseResponse")]
    Task<ResponseTarget?> UseResponse(TeamId team, string secret);

    /// <summary>Sets an app's request URL, or clears it: events, commands and clicks go there, and not to sockets. One that was disabled works again.</summary>
    /// <param name="caller">An admin or owner.</param>
    /// <param name="app">The app.</param>
    /// <param name="url">The URL, which has answered its challenge; null for Socket Mode.</param>
    [Alias("SetRequestUrl")]
    Task<AccountError> SetRequestUrl(Caller caller, string app, string? url);

    /// <summary>Finds an app with what signs requests to it, or null; also one that has no URL, or whose URL is disabled.</summary>
    /// <param name="team">Its team.</param>
    /// <param name="app">Its id.</param>
    [Alias("RequestUrlOf")]
    Task<AppRequestUrl?> RequestUrlOf(TeamId team, string app);

    /// <summary>Lists apps with a request URL whose events no gateway posts: at most <see cref="UnfedMax"/>.</summary>
    [Alias("Unfed")]
    Task<ImmutableArray<AppInfo>> Unfed();

    /// <summary>Tells how deliveries to a request URL go.</summary>
    /// <param name="team">The app's team.</param>
    /// <param name="app">The app.</param>
    /// <param name="url">The URL: one that was changed meanwhile is left alone.</param>
    /// <param name="state">Active, Failing or Disabled.</param>
    /// <param name="fault">What failed last, or null.</param>
    [Alias("ReportRequestUrl")]
    Task ReportRequestUrl(TeamId team, string app, string url, RequestUrlState state, string? fault);

    /// <summary>The most apps of one answer of <see cref="Unfed"/>.</summary>
    const int UnfedMax = 50;

    /// <summary>The most commands of one app.</summary>
    const int CommandsMax = 50;

    /// <summary>How long a response URL is good.</summary>
    const int ResponseSeconds = 1800;

    /// <summary>How many answers a response URL takes.</summary>
    const int ResponsesMax = 5;

    /// <summary>The most webhooks of one app.</summary>
    const int WebhooksMax = 100;

    /// <summary>The most apps of one team.</summary>
    const int AppsMax = 200;

    /// <summary>The most scopes of one app.</summary>
    const int ScopesMax = 50;

    /// <summary>The most types of events of one app.</summary>
    const int EventsMax = 50;
}
