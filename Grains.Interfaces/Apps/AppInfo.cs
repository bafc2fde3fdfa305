using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>An app of a team.</summary>
/// <param name="Id">Its id, <c>A…</c>.</param>
/// <param name="Team">Its team.</param>
/// <param name="Name">Its name, and its bot's.</param>
/// <param name="BotId">Its bot's id, <c>B…</c>.</param>
/// <param name="User">Its bot's member.</param>
/// <param name="Scopes">What its bot may do; at most <see cref="IAppsGrain.ScopesMax"/>.</param>
/// <param name="Events">The types of events that it wants; at most <see cref="IAppsGrain.EventsMax"/>.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedTs">When, microseconds since 1970.</param>
/// <param name="RequestUrl">Where it is served over HTTP; null for an app in Socket Mode.</param>
/// <param name="RequestState">How that goes.</param>
/// <param name="RequestFault">What failed last; null unless it fails.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.AppInfo")]
public sealed record AppInfo(
    [property: Id(0)] string Id,
    [property: Id(1)] TeamId Team,
    [property: Id(2)] string Name,
    [property: Id(3)] string BotId,
    [property: Id(4)] UserId User,
    [property: Id(5)] ImmutableArray<string> Scopes,
    [property: Id(6)] ImmutableArray<string> Events,
    [property: Id(7)] UserId CreatedBy,
    [property: Id(8)] long CreatedTs,
    [property: Id(9)] string? RequestUrl = null,
    [property: Id(10)] RequestUrlState RequestState = RequestUrlState.None,
    [property: Id(11)] string? RequestFault = null);
