using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Interfaces.Accounts;

/// <summary>Who a token is.</summary>
/// <param name="State">Whether it is known and good.</param>
/// <param name="Caller">The caller, for a good token.</param>
/// <param name="Id">The token's id: hex of its SHA-256. Revocations name it.</param>
/// <param name="App">What it may do, for a token of an app; null for one that may do what its member may.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.TokenIdentity")]
public sealed record TokenIdentity(
    [property: Id(0)] TokenState State, [property: Id(1)] Caller? Caller, [property: Id(2)] string Id, [property: Id(3)] AppGrant? App = null);
