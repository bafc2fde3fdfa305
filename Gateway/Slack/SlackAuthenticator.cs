using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Slack;

/// <summary>Finds out who calls.</summary>
internal sealed class SlackAuthenticator(SlackServices services)
{
    private const int TokenLengthMax = 200;
    private const string Bearer = "Bearer ";

    /// <summary>The setting with the operator's token.</summary>
    private const string OperatorToken = "OrleansSocial:Operator:Token";

    /// <summary>Checks a call's token.</summary>
    /// <returns>The caller, its token's id and what that may do; no caller for methods without one and for the operator.</returns>
    /// <exception cref="SlackRefusedException">The token does not do.</exception>
    public async ValueTask<TokenIdentity> AuthenticateAsync(SlackMethod method, HttpRequest request, SlackArguments arguments)
    {
        if (method.Token == SlackTokenKind.None)
        {
            return new TokenIdentity(TokenState.Good, null, string.Empty);
        }

        var token = TokenOf(request, method.Token == SlackTokenKind.App ? null : arguments) ?? throw new SlackRefusedException(SlackError.NotAuthed);
        if (method.Token == SlackTokenKind.Operator)
        {
            return IsOperator(token) ? new TokenIdentity(TokenState.Good, null, "operator") : throw new SlackRefusedException(await WhyNotOperatorAsync(token));
        }

        var identity = await ResolveAsync(token);
        SlackScopes.Note(request.HttpContext, identity.App);
        var isAppLevel = identity.App is { IsAppLevel: true };
        if (isAppLevel != (method.Token == SlackTokenKind.App) || (method.Token == SlackTokenKind.User && identity.Caller!.BotId is not null))
        {
            throw new SlackRefusedException(SlackError.NotAllowedTokenType);
        }

        return identity;
    }

    /// <summary>Gets the token: header, then body, then query.</summary>
    private static string? TokenOf(HttpRequest request, SlackArguments? arguments)
    {
        var header = request.Headers.Authorization.ToString();
        var token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;
        return string.IsNullOrEmpty(token) ? arguments?.Text("token") : token;
    }

    private async ValueTask<TokenIdentity> ResolveAsync(string token)
    {
        // Only what this product could have minted is looked up.
        var plausible = token.Length <= TokenLengthMax && Ascii.IsValid(token)
            && (token.StartsWith("xoxp-", StringComparison.Ordinal) || token.StartsWith("xoxb-", StringComparison.Ordinal)
                || token.StartsWith("xapp-", StringComparison.Ordinal));
        if (!plausible)
        {
            throw new SlackRefusedException(SlackError.InvalidAuth);
        }

        var tokenId = TokenIds.Of(token);
        var identity = await services.Retry.RunAsync(() => services.Tokens.ResolveAsync(tokenId).AsTask(), static _ => false);
        return identity switch
        {
            null => throw new SlackRefusedException(SlackReply.RateLimited(TimeSpan.FromSeconds(1))),
            { State: TokenState.Good } => identity,
            { State: TokenState.Inactive } => throw new SlackRefusedException(SlackError.AccountInactive),
            { State: TokenState.Revoked } => throw new SlackRefusedException(SlackError.TokenRevoked),
            _ => throw new SlackRefusedException(SlackError.InvalidAuth),
        };
    }

    private bool IsOperator(string token)
    {
        var expected = services.Configuration[OperatorToken];

        // Hashes have one length, so that the time of the comparison says nothing about the token.
        return !string.IsNullOrEmpty(expected) && CryptographicOperations.FixedTimeEquals(Hash(token), Hash(expected));
    }

    private async ValueTask<string> WhyNotOperatorAsync(string token)
    {
        await ResolveAsync(token);
        return SlackError.NotAllowedTokenType;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
