namespace OrleansSocial.Client.Credentials;

/// <summary>A saved login.</summary>
/// <param name="Url">The server's base URL.</param>
/// <param name="Token">The user's token: a secret.</param>
/// <param name="TeamId">The team it belongs to.</param>
/// <param name="UserId">The member it speaks for.</param>
internal sealed record Credential(string Url, string Token, string TeamId, string UserId);
