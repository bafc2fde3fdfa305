using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Accounts;

/// <summary>What the accounts grain needs; one per silo.</summary>
/// <param name="Accounts">Accounts of the main database.</param>
/// <param name="Tokens">Tokens of the main database.</param>
/// <param name="Invites">Invites of the main database.</param>
/// <param name="Passwords">Password hashing.</param>
/// <param name="Audit">Notes of what admins did.</param>
/// <param name="TimeProvider">The clock.</param>
internal sealed record AccountServices(
    AccountsTable Accounts, TokensTable Tokens, InvitesTable Invites, PasswordHasher Passwords, AuditTrail Audit, TimeProvider TimeProvider);
