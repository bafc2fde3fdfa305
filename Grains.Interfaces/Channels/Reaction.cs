using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>One emoji under a message.</summary>
/// <param name="Name">The emoji's name.</param>
/// <param name="Users">Who used it, in order; at most 50 are listed.</param>
/// <param name="Count">How many used it.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.Reaction")]
public sealed record Reaction([property: Id(0)] string Name, [property: Id(1)] ImmutableArray<string> Users, [property: Id(2)] int Count);
