using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Makes an app with its bot and its tokens in the caller's team; the secrets are told once. Our own.</summary>
internal static class SocialAppsCreate
{
    public static SlackMethod Method { get; } = new(
        "social.apps.create", SlackTokenKind.User, Writes: true,
        [
            new("name", "The app's name, at most 80 characters."), new("scopes?: text", "The bot's scopes in Slack's words, comma-separated; a JSON list does too."),
            new("events?: text", "The types of events that it gets, comma-separated; a JSON list does too."),
        ],
        ["app: app", "bot_token: text", "app_token: text", "signing_secret: text", "client_id: text", "client_secret: text"],
        ["invalid_name", "invalid_scope", "invalid_event", SlackError.MissingScope, "restricted_action", "limit_reached", "too_many_users", "invalid_array_arg"],
        HandleAsync, Summary: "Makes an app with its bot and its tokens; for admins.")
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
            writer.WriteString("client_id"u8, made.ClientId);
            writer.WriteString("client_secret"u8, made.ClientSecret);
        });
    }
}
