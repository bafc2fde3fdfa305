using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>How an app gets a token of its bot: an admin authorizes it, and the app presents the code. Stateless; key 0.</summary>
[GrainInterfaceType("orleanssocial.oauth"), Alias("orleanssocial.IOAuthGrain")]
public interface IOAuthGrain : IGrainWithIntegerKey
{
    /// <summary>Sets where codes of an app may be sent; those that were made before stay good.</summary>
    /// <param name="caller">An admin or owner.</param>
    /// <param name="app">The app.</param>
    /// <param name="uris">At most <see cref="RedirectsMax"/> URIs; none ends the sending.</param>
    [Alias("SetRedirects")]
    Task<OAuthError> SetRedirects(Caller caller, string app, ImmutableArray<string> uris);

    /// <summary>Makes a code, good once and for <see cref="CodeSeconds"/>.</summary>
    /// <param name="caller">An admin or owner of the app's team.</param>
    /// <param name="clientId">The app's client id.</param>
    /// <param name="scopes">What the token may do: some of what the app may; none for all of it.</param>
    /// <param name="redirectUri">One of the app's; null for its first.</param>
    [Alias("Authorize")]
    Task<OAuthCode> Authorize(Caller caller, string clientId, ImmutableArray<string> scopes, string? redirectUri);

    /// <summary>Uses a code up and mints a token. The app has at most <see cref="TokensMax"/> of them: older ones are revoked.</summary>
    /// <param name="clientId">The app's client id.</param>
    /// <param name="clientSecret">Its secret.</param>
    /// <param name="code">The code.</param>
    /// <param name="redirectUri">That of the code; null if <see cref="Authorize"/> was not given one.</param>
    [Alias("Exchange")]
    Task<OAuthGrant> Exchange(string clientId, string clientSecret, string code, string? redirectUri);

    /// <summary>The most redirect URIs of one app.</summary>
    const int RedirectsMax = 20;

    /// <summary>How long a code is good.</summary>
    const int CodeSeconds = 600;

    /// <summary>The most unused codes of one app.</summary>
    const int CodesMax = 100;

    /// <summary>The most good tokens of one app that came from codes.</summary>
    const int TokensMax = 20;
}
