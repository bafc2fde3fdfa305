using System.Text;
using Microsoft.AspNetCore.Http;
using OrleansSocial.Gateway.Slack.Requests;

namespace OrleansSocial.Gateway.Slack.Webhooks;

/// <summary>Reads what is posted to a URL with a secret: JSON, or a form whose <c>payload</c> is JSON.</summary>
internal static class WebhookBody
{
    /// <summary>Reads it.</summary>
    /// <exception cref="SlackRefusedException"><c>invalid_payload</c>.</exception>
    public static async Task<SlackArguments> ReadAsync(SlackRequestParser parser, HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var arguments = await parser.ReadAsync(request, cancellationToken);
            if (arguments.Text("payload") is { } payload)
            {
                arguments = new SlackArguments();
                JsonArguments.Read(Encoding.UTF8.GetBytes(payload), arguments);
            }

            return arguments.All.Count > 0 ? arguments : throw new SlackRefusedException("invalid_payload");
        }
        catch (SlackRefusedException e) when (e.Reply.Status == StatusCodes.Status200OK)
        {
            throw new SlackRefusedException("invalid_payload", e);
        }
    }
}
