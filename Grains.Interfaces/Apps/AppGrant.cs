using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>What a token of an app lets it do.</summary>
/// <param name="AppId">The app.</param>
/// <param name="IsAppLevel">True for the app-level token, which opens sockets and does nothing else.</param>
/// <param name="Scopes">What its bot may do; at most <see cref="IAppsGrain.ScopesMax"/>.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.AppGrant")]
public sealed record AppGrant([property: Id(0)] string AppId, [property: Id(1)] bool IsAppLevel, [property: Id(2)] ImmutableArray<string> Scopes);
