using System.ComponentModel.DataAnnotations;

namespace OrleansSocial.Grains.Accounts;

/// <summary>How accounts are kept. Section <c>OrleansSocial:Accounts</c>.</summary>
public sealed class AccountOptions
{
    /// <summary>The section's name under <c>OrleansSocial</c>.</summary>
    public const string Section = "Accounts";

    /// <summary>Gets or sets bcrypt's cost: each step doubles the time of a password check. 11 by default, about 0.15 s; 4 to 16.</summary>
    [Range(4, 16)]
    public int BcryptCost { get; set; } = 11;

    /// <summary>Gets or sets how many password checks may wait in a silo before further ones are refused. 64 by default, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int PasswordQueueMax { get; set; } = 64;
}
