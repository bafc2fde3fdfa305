namespace OrleansSocial.Storage.Tables;

/// <summary>An account.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Full name.</param>
/// <param name="Email">Address, lower case.</param>
/// <param name="PasswordHash">The hash, or empty where it was not read.</param>
public sealed record AccountRow(Guid Id, string Name, string Email, string PasswordHash)
{
    /// <inheritdoc/>
    public override string ToString() => $"AccountRow {{ Id = {Id} }}";
}
