namespace OrleansSocial.Storage.Tables;

/// <summary>The secrets of a new app, as they are stored.</summary>
/// <param name="SigningSecret">In clear: both sides compute with it.</param>
/// <param name="BotTokenId">The hash of its bot's token.</param>
/// <param name="AppTokenId">The hash of its app-level token.</param>
/// <param name="ClientId">Its client id.</param>
/// <param name="ClientSecretHash">The hash of its client secret.</param>
public sealed record AppSecrets(string SigningSecret, string BotTokenId, string AppTokenId, string ClientId, string ClientSecretHash)
{
    /// <summary>Never the secrets.</summary>
    public override string ToString() => $"AppSecrets {{ ClientId = {ClientId} }}";
}
