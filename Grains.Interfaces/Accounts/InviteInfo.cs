using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Interfaces.Accounts;

/// <summary>An invite that still lets somebody in. Its code is not known any more.</summary>
/// <param name="Id">Hex of the code's SHA-256.</param>
/// <param name="By">Who made it.</param>
/// <param name="CreatedTs">When, microseconds since 1970.</param>
/// <param name="ExpiresTs">Until when.</param>
/// <param name="UsesMax">How many may use it.</param>
/// <param name="Uses">How many have.</param>
/// <param name="Role">The role that it gives.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.InviteInfo")]
public sealed record InviteInfo(
    [property: Id(0)] string Id,
    [property: Id(1)] UserId By,
    [property: Id(2)] long CreatedTs,
    [property: Id(3)] long ExpiresTs,
    [property: Id(4)] int UsesMax,
    [property: Id(5)] int Uses,
    [property: Id(6)] UserRole Role);
