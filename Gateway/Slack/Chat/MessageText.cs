using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Chat;

/// <summary>The text of a message to post or to change.</summary>
internal static class MessageText
{
    /// <summary>Reads and checks it: there is one, or blocks or attachments stand in for it.</summary>
    public static string Of(SlackArguments arguments)
    {
        var text = arguments.Text("text");
        if (text is null && arguments.Text("blocks") is null && arguments.Text("attachments") is null)
        {
            throw new SlackRefusedException("no_text");
        }

        return text is { Length: > PostMessage.TextLengthMax } ? throw new SlackRefusedException("msg_too_long") : text ?? string.Empty;
    }
}
