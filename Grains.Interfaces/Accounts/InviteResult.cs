namespace OrleansSocial.Grains.Interfaces.Accounts;

/// <summary>A new invite.</summary>
/// <param name="Code">Its code: random, 128 bits.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="UsesMax">How many may use it.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.InviteResult")]
public sealed record InviteResult([property: Id(0)] string Code, [property: Id(1)] DateTimeOffset ExpiresAt, [property: Id(2)] int UsesMax);
