namespace OrleansSocial.Grains.Interfaces.Accounts;

/// <summary>A token of a member that is still good.</summary>
/// <param name="Id">Hex of the token's SHA-256: names it, and opens nothing.</param>
/// <param name="CreatedTs">When it was minted, microseconds since 1970.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.MemberSession")]
public sealed record MemberSession([property: Id(0)] string Id, [property: Id(1)] long CreatedTs);
