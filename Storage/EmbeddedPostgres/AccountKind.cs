namespace OrleansSocial.Storage.EmbeddedPostgres;

/// <summary>The ways to run the server; see <see cref="ServerAccount"/>.</summary>
internal enum AccountKind
{
    Self,
    UserNamespace,
    Nobody,
}
