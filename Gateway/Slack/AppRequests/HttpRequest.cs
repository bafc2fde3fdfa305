using System.Net;
using System.Text;
using System.Text.Json;
using OrleansSocial.Gateway.Outbound;
using OrleansSocial.Gateway.Slack.EventsApi;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.AppRequests;

/// <summary>A request to an app's request URL: a form, answered within three seconds; sent once.</summary>
internal static class HttpRequest
{
    private const string Command = "slash_commands";

    /// <summary>Sends it.</summary>
    /// <param name="call">The member's call.</param>
    /// <param name="app">The app.</param>
    /// <param name="type">The type that its envelope would have.</param>
    /// <param name="payload">The payload, a JSON object.</param>
    public static async Task<AppAnswer> SendAsync(SlackCall call, AppInfo app, string type, string payload)
    {
        if (app.RequestState == RequestUrlState.Disabled
            || await call.ReadAsync(() => call.Services.Clusters.Main.GetGrain<IAppsGrain>(0).RequestUrlOf(call.Caller.Team, app.Id)) is not { App.RequestUrl: { } url } target)
        {
            return new AppAnswer(AppOutcome.NotConnected, null);
        }

        var isCommand = string.Equals(type, Command, StringComparison.Ordinal);
        var answer = await call.Services.Poster.RequestAsync(app.Id, url, target.SigningSecret, Encoding.UTF8.GetBytes(isCommand ? Form(payload) : Pair("payload", payload)));
        return answer switch
        {
            null => new AppAnswer(AppOutcome.NotConnected, null),
            { Failure: OutboundFailure.TimedOut } => new AppAnswer(AppOutcome.TimedOut, null),
            { IsSuccess: false } => new AppAnswer(AppOutcome.NotConnected, null),
            { Body: var body } => new AppAnswer(AppOutcome.Acknowledged, isCommand ? Message(body.Trim(), answer.MediaType) : null),
        };
    }

    // A command's answer is shown: an object is a message, anything else a text.
    private static string? Message(string body, string? mediaType) =>
        body.Length == 0 ? null : string.Equals(mediaType, AppPoster.Json, StringComparison.Ordinal) ? body : JsonSerializer.Serialize(body);

    private static string Form(string payload) =>
        string.Join('&', JsonElement.Parse(payload).EnumerateObject().Select(p => Pair(p.Name, p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText())));

    private static string Pair(string name, string value) => $"{name}={WebUtility.UrlEncode(value)}";
}
