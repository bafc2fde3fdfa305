using System.Text;
using OrleansSocial.Gateway.Slack.Chat;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.AppRequests;

/// <summary>What an app answers to a request: to the member alone, to the channel, or in place of the message that was clicked.</summary>
internal static class ResponseMessage
{
    private static readonly string[] Content = ["text", "blocks", "attachments"];

    private static readonly Uri NoUrl = new("http://localhost/");

    /// <summary>Reads the payload of an acknowledgement: a text or an object; null when there is nothing to show.</summary>
    public static SlackArguments? Read(string payload)
    {
        var arguments = new SlackArguments();
        try
        {
            if (payload.StartsWith('"'))
            {
                arguments.Add("text", System.Text.Json.JsonSerializer.Deserialize<string>(payload)!);
            }
            else if (payload.StartsWith('{'))
            {
                JsonArguments.Read(Encoding.UTF8.GetBytes(payload), arguments);
            }
        }
        catch (Exception exception) when (exception is SlackRefusedException or System.Text.Json.JsonException)
        {
            // The request was acknowledged all the same.
            return null;
        }

        return Content.Any(name => arguments.Text(name) is not null) || arguments.Flag("delete_original") ? arguments : null;
    }

    /// <summary>Shows the answer.</summary>
    /// <param name="services">The gateway's services.</param>
    /// <param name="target">Where, and who asked.</param>
    /// <param name="arguments">The answer.</param>
    /// <param name="key">It is stored once under it.</param>
    /// <returns>None, or why not.</returns>
    /// <exception cref="SlackRefusedException">The answer can't be posted as it is.</exception>
    public static async Task<PostError> SendAsync(SlackServices services, ResponseTarget target, SlackArguments arguments, Guid key)
    {
        var call = new SlackCall(ChatPostMessage.Method, arguments, services, NoUrl)
        {
            Caller = target.Caller,
            TokenId = target.Caller.BotId!,
            DedupeKey = key,
        };
        call.CountPost(target.Channel);
        MessageTs? original = target.MessageTs is { } ts ? new MessageTs(ts) : null;
        if (original is { } deleted && arguments.Flag("delete_original"))
        {
            return (await call.AskAsync(target.Channel, grain => grain.Delete(target.Caller, deleted, call.DedupeKey))).Error;
        }

        if (original is { } replaced && arguments.Flag("replace_original"))
        {
            var (changed, newText) = (MessageExtras.Of(arguments, target.Caller, keepEmpty: true), MessageText.Of(arguments));
            return (await call.AskAsync(target.Channel, grain => grain.Edit(target.Caller, replaced, newText, changed, call.DedupeKey))).Error;
        }

        var (extras, text) = (MessageExtras.Of(arguments, target.Caller), MessageText.Of(arguments));
        long? thread = arguments.Text("thread_ts") is null ? null : arguments.Ts("thread_ts", "invalid_thread_ts").Micros;
        if (string.Equals(arguments.Text("response_type"), "in_channel", StringComparison.Ordinal))
        {
            var message = new PostMessage(target.Caller, text, extras, thread, Broadcast: false, IsMeMessage: false, call.DedupeKey);
            return (await call.AskAsync(target.Channel, grain => grain.Post(message))).Error;
        }

        var ephemeral = new EphemeralMessage(target.Caller, target.Channel, text, extras, thread, call.DedupeKey);
        var result = await services.Retry.RunAsync(() => call.UserOf(target.User).PostEphemeral(ephemeral), static r => r.Error == PostError.Unavailable);
        return result.Error;
    }
}
