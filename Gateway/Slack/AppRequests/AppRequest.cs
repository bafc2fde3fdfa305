using System.Text.Json;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.AppRequests;

/// <summary>What a member asks of an app: sent over one of its sockets or to its request URL, once; the app answers by its acknowledgement and by its response URL.</summary>
internal static class AppRequest
{
    /// <summary>The error words of a request.</summary>
    public static readonly IReadOnlyList<string> Errors = ["channel_not_found", "not_in_channel", "is_archived", "app_not_connected", "operation_timeout"];

    /// <summary>Finds the channel that the caller is in.</summary>
    /// <exception cref="SlackRefusedException">They are not.</exception>
    public static async Task<ChannelView> ChannelAsync(SlackCall call)
    {
        var id = await call.ChannelIdAsync();
        var info = await call.AskAsync(id, grain => grain.Info(call.Caller));
        return info switch
        {
            { Error: not PostError.None } => throw new SlackRefusedException(SlackError.Reply(info.Error, info.RetryAfter)),
            { Channel: { IsMember: true, Info.IsArchived: false } view } => view,
            { Channel.IsMember: true } => throw new SlackRefusedException("is_archived"),
            _ => throw new SlackRefusedException("not_in_channel"),
        };
    }

    /// <summary>Sends a request and does what the app's acknowledgement asks for.</summary>
    /// <param name="call">The call.</param>
    /// <param name="app">The app.</param>
    /// <param name="channel">Where it was asked.</param>
    /// <param name="messageTs">The message whose button was clicked, or null.</param>
    /// <param name="type">The envelope's type.</param>
    /// <param name="write">Writes the payload's own properties.</param>
    public static async Task<SlackReply> SendAsync(
        SlackCall call, AppInfo app, ChannelId channel, MessageTs? messageTs, string type, Action<Utf8JsonWriter> write)
    {
        var (team, user) = (call.Caller.Team, call.Caller.User);
        var secret = await call.Services.Clusters.Main.GetGrain<IAppsGrain>(0).OpenResponse(app, channel, user, messageTs?.Micros);
        var payload = JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("token"u8, string.Empty);
            writer.WriteString("api_app_id"u8, app.Id);
            writer.WriteString("trigger_id"u8, Guid.CreateVersion7().ToString("N"));
            writer.WriteString("response_url"u8, $"{call.UrlForOthers.AbsoluteUri}response/{team.Value}/{app.Id}/{secret}");
            write(writer);
            writer.WriteEndObject();
        });
        if (payload.Length > IAppGrain.PayloadLengthMax)
        {
            return SlackReply.Refused(SlackError.InvalidArguments, "the request is too long for an app");
        }

        var answer = app.RequestUrl is null
            ? await call.Cluster.GetGrain<IAppGrain>(AppKey.Of(team, app.Id)).Send(type, payload)
            : await HttpRequest.SendAsync(call, app, type, payload);
        switch (answer.Outcome)
        {
            case AppOutcome.NotConnected:
                return SlackReply.Refused("app_not_connected");
            case AppOutcome.TimedOut:
                return SlackReply.Refused("operation_timeout");
        }

        if (answer.Payload is { } response && ResponseMessage.Read(response) is { } arguments)
        {
            var target = new ResponseTarget(new(team, app.User, app.BotId), channel, user, messageTs?.Micros);
            try
            {
                await ResponseMessage.SendAsync(call.Services, target, arguments, DedupeKeys.New(call.Services.Time));
            }
            catch (Exception exception) when (exception is SlackRefusedException or OutcomeUnknownException)
            {
                // The app has done it: a caller who is told otherwise has it done again.
            }
        }

        return SlackReply.Done;
    }
}
