using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Accounts;

/// <summary>The tokens revoked after a number.</summary>
/// <param name="Last">The number to ask from next.</param>
/// <param name="TokenIds">The ids; at most 1,000 a page.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.RevocationPage")]
public sealed record RevocationPage([property: Id(0)] long Last, [property: Id(1)] ImmutableArray<string> TokenIds);
