using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Orleans.Concurrency;
using OrleansSocial.Grains.Accounts;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Apps;

/// <summary>Codes and the tokens that they give.</summary>
[GrainType("oauth")]
[StatelessWorker]
[Reentrant]
internal sealed class OAuthGrain(AppServices services, OAuthTable table, IGrainFactory grains) : Grain, IOAuthGrain
{
    /// <inheritdoc/>
    public async Task<OAuthError> SetRedirects(Caller caller, string app, ImmutableArray<string> uris)
    {
        if (!await IsAdmin(caller))
        {
            return OAuthError.RestrictedAction;
        }

        if (!await table.Set(caller.Team, app, [.. uris], CancellationToken.None))
        {
            return OAuthError.NotFound;
        }

        await services.Audit.Add(caller, "app.redirects.set", app, string.Join(' ', uris));
        return OAuthError.None;
    }

    /// <inheritdoc/>
    public async Task<OAuthCode> Authorize(Caller caller, string clientId, ImmutableArray<string> scopes, string? redirectUri)
    {
        if (!await IsAdmin(caller))
        {
            return OAuthCode.Refused(OAuthError.RestrictedAction);
        }

        if (await table.Client(clientId, CancellationToken.None) is not { } client || client.Team != caller.Team
            || await services.Apps.Find(client.Team, client.App, CancellationToken.None) is not { } app)
        {
            return OAuthCode.Refused(OAuthError.InvalidClientId);
        }

        if (scopes.Except(app.Scopes, StringComparer.Ordinal).Any())
        {
            return OAuthCode.Refused(OAuthError.InvalidScope);
        }

        if (redirectUri is not null && !client.Redirects.Contains(redirectUri, StringComparer.Ordinal))
        {
            return OAuthCode.Refused(OAuthError.BadRedirectUri);
        }

        var code = Secrets.Code();
        string[] granted = [.. scopes.IsEmpty ? app.Scopes : scopes];
        if (!await table.AddCode(app.Id, TokenIds.Of(code), caller.User, granted, redirectUri, CancellationToken.None))
        {
            return OAuthCode.Refused(OAuthError.TooManyCodes);
        }

        await services.Audit.Add(caller, "app.authorize", app.Id, string.Join(',', granted));
        return new OAuthCode(OAuthError.None, code, redirectUri ?? client.Redirects.FirstOrDefault());
    }

    /// <inheritdoc/>
    public async Task<OAuthGrant> Exchange(string clientId, string clientSecret, string code, string? redirectUri)
    {
        if (await table.Client(clientId, CancellationToken.None) is not { } client
            || await services.Apps.Find(client.Team, client.App, CancellationToken.None) is not { } app)
        {
            return OAuthGrant.Refused(OAuthError.InvalidClientId);
        }

        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(TokenIds.Of(clientSecret)), Encoding.ASCII.GetBytes(client.SecretHash)))
        {
            return OAuthGrant.Refused(OAuthError.BadClientSecret);
        }

        var codeHash = TokenIds.Of(code);
        var found = await table.Code(app.Id, codeHash, CancellationToken.None);
        var error = found switch
        {
            { IsUsed: true } => OAuthError.CodeAlreadyUsed,
            not { IsFresh: true } => OAuthError.InvalidCode,
            { RedirectUri: var uri } when !string.Equals(uri, redirectUri, StringComparison.Ordinal) && !IsFirst(uri, redirectUri, client.Redirects) => OAuthError.BadRedirectUri,
            _ => OAuthError.None,
        };
        if (error != OAuthError.None || found is not { } fresh)
        {
            return OAuthGrant.Refused(error);
        }

        var token = Secrets.BotToken();
        var now = (services.TimeProvider.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return await table.Use(app.Id, codeHash, TokenIds.Of(token), now, CancellationToken.None)
            ? new OAuthGrant(OAuthError.None, app, token, [.. fresh.Scopes], fresh.User)
            : OAuthGrant.Refused(OAuthError.CodeAlreadyUsed);
    }

    // Without one when it was authorized, the code went to the first: an app may name that.
    private static bool IsFirst(string? ofCode, string? named, string[] redirects) =>
        ofCode is null && string.Equals(named, redirects.FirstOrDefault(), StringComparison.Ordinal);

    private ITeamGrain Team(Caller caller) => grains.GetGrain<ITeamGrain>(caller.Team.Value);

    private async Task<bool> IsAdmin(Caller caller) => await Team(caller).Member(caller.User) is { Deleted: false, Role: >= UserRole.Admin };
}
