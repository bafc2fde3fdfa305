namespace OrleansSocial.Storage.Tables;

/// <summary>A token to store.</summary>
/// <param name="Id">Hex of its SHA-256.</param>
/// <param name="CreatedTs">When, microseconds since 1970.</param>
public sealed record TokenRow(string Id, long CreatedTs);
