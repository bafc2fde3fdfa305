namespace OrleansSocial.Grains.Interfaces.Accounts;

/// <summary>A sign-up: with an invite into a team, or with the name of a new team.</summary>
/// <param name="Name">Full name, at most 80 characters.</param>
/// <param name="Email">Address, at most 254 characters; compared without case.</param>
/// <param name="Password">8 to 72 bytes of UTF-8 (bcrypt reads no more).</param>
/// <param name="Invite">The invite's code, or null.</param>
/// <param name="TeamName">The new team's name, or null.</param>
/// <param name="TeamDomain">The new team's domain, or null.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.SignUp")]
public sealed record SignUp(
    [property: Id(0)] string Name,
    [property: Id(1)] string Email,
    [property: Id(2)] string Password,
    [property: Id(3)] string? Invite,
    [property: Id(4)] string? TeamName,
    [property: Id(5)] string? TeamDomain)
{
    /// <inheritdoc/>
    public override string ToString() => $"SignUp {{ Name = {Name} }}";
}
