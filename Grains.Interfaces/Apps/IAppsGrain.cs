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

    /// <summary>The most apps of one team.</summary>
    const int AppsMax = 200;

    /// <summary>The most scopes of one app.</summary>
    const int ScopesMax = 50;

    /// <summary>The most types of events of one app.</summary>
    const int EventsMax = 50;
}
