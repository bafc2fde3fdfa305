using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>The outcome of presenting a code.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="App">The app.</param>
/// <param name="Token">The bot's new token in clear: told once, stored only as a hash.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="AuthorizedBy">Who authorized it.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.OAuthGrant")]
public sealed record OAuthGrant(
    [property: Id(0)] OAuthError Error,
    [property: Id(1)] AppInfo? App,
    [property: Id(2)] string? Token,
    [property: Id(3)] ImmutableArray<string> Scopes,
    [property: Id(4)] UserId AuthorizedBy)
{
    /// <summary>A refusal.</summary>
    public static OAuthGrant Refused(OAuthError error) => new(error, null, null, [], default);

    /// <inheritdoc/>
    public override string ToString() => $"OAuthGrant {{ Error = {Error}, App = {App?.Id} }}";
}
