using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>The outcome of making an app: its secrets in clear, shown once; the tokens are stored only as hashes.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="App">The app.</param>
/// <param name="BotToken">The bot's token.</param>
/// <param name="AppToken">The app-level token.</param>
/// <param name="SigningSecret">The secret that signs what is sent to the app over HTTP.</param>
/// <param name="ClientId">What names it to oauth.v2.access.</param>
/// <param name="ClientSecret">The secret of that; stored only as a hash.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.NewApp")]
public sealed record NewApp(
    [property: Id(0)] AccountError Error,
    [property: Id(1)] AppInfo? App,
    [property: Id(2)] string? BotToken,
    [property: Id(3)] string? AppToken,
    [property: Id(4)] string? SigningSecret,
    [property: Id(5)] string? ClientId = null,
    [property: Id(6)] string? ClientSecret = null)
{
    /// <summary>A refusal.</summary>
    public static NewApp Refused(AccountError error) => new(error, null, null, null, null);

    /// <inheritdoc/>
    public override string ToString() => $"NewApp {{ Error = {Error}, App = {App?.Id} }}";
}
