using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Interfaces.Accounts;

/// <summary>The outcome of a sign-up, log-in or new team.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Token">A new token in clear: shown once, stored only as a hash.</param>
/// <param name="User">The member.</param>
/// <param name="Team">The team.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.LogInResult")]
public sealed record LogInResult([property: Id(0)] AccountError Error, [property: Id(1)] string? Token, [property: Id(2)] UserProfile? User, [property: Id(3)] TeamProfile? Team)
{
    /// <summary>A refusal.</summary>
    public static LogInResult Refused(AccountError error) => new(error, null, null, null);

    /// <inheritdoc/>
    public override string ToString() => $"LogInResult {{ Error = {Error}, User = {User?.Id} }}";
}
