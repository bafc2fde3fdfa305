using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Makes an app with its bot and its tokens in the caller's team; the secrets are told once. Our own.</summary>
internal static class SocialAppsCreate
{
    public static SlackMethod Method { get; } = new(
        "social.apps.create", SlackTokenKind.User, Writes: true,
        ["name", "scopes?", "events?"], ["app", "bot_token", "app_token", "signing_secret"],
        ["invalid_name", "invalid_scope", "invalid_event", SlackError.MissingScope, "restricted_action", "limit_reached", "too_many_users"], HandleAsync)
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var name = AccountArguments.Name(call.Arguments);
        var scopes = AppArguments.Scopes(call.Arguments);
        var events = AppArguments.EventTypes(call.Arguments, scopes);

        // Not tried again here: the secrets of a try whose answer was lost are lost with it, and the app can be removed.
        var made = await call.Services.Clusters.Main.GetGrain<IAppsGrain>(0).Create(call.Caller, name, scopes, events);
        if (made is not { Error: AccountError.None, App: { } app })
        {
            return SlackError.Reply(made.Error);
        }

        return SlackReply.Ok(writer =>
        {
            writer.WritePropertyName("app"u8);
            AppJson.Write(writer, app);
            writer.WriteString("bot_token"u8, made.BotToken);
            writer.WriteString("app_token"u8, made.AppToken);
            writer.WriteString("signing_secret"u8, made.SigningSecret);
        });
    }
}
