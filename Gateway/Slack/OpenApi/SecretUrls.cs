using Microsoft.OpenApi;
using OrleansSocial.Gateway.Slack.AppRequests;
using OrleansSocial.Gateway.Slack.Webhooks;

namespace OrleansSocial.Gateway.Slack.OpenApi;

/// <summary>Describes incoming webhooks and response URLs, which are no methods: the path has the secret, and the answers are words without JSON.</summary>
internal static class SecretUrls
{
    /// <summary>The tag of webhooks.</summary>
    public const string ServicesTag = "services";

    /// <summary>The tag of response URLs.</summary>
    public const string ResponseTag = "response";

    private const string Form = "application/x-www-form-urlencoded";

    private static readonly IReadOnlyList<SlackField> Message = ["text?", "blocks?", "attachments?", "thread_ts?", "username?", "icon_emoji?", "icon_url?", "mrkdwn?", "metadata?"];

    /// <summary>Describes both.</summary>
    public static void Add(OpenApiDocument document, SlackSchemas schemas)
    {
        Add(
            document, schemas, WebhookEndpoint.Path, Message,
            ("incoming_webhook", ServicesTag, "Posts as an app's bot into the channel of an incoming webhook; the URL is that of social.webhooks.create.", "Part of the webhook's URL."),
            [
                (200, "`ok`: posted."),
                (400, "`no_text`, `invalid_payload` or another word of chat.postMessage."),
                (403, "`invalid_token`: the secret is wrong."),
                (404, "`no_service`: no such webhook, or its app is gone. `channel_not_found`: the bot is no longer in the channel."),
                (410, "`channel_is_archived`."),
                (429, "`rate_limited`: over a limit, or the queue is full. Nothing was stored. Retry-After tells the seconds to wait."),
                (503, "`service_unavailable`: whether it was stored is not known. Send the same request again."),
            ]);
        Add(
            document, schemas, ResponseEndpoint.Path,
            [
                .. Message,
                new("response_type?: text", "`in_channel` for everybody in the channel; absent or `ephemeral` for the member alone."),
                new("replace_original?: bool", "True puts the answer in place of the message whose element was used."),
                new("delete_original?: bool", "True deletes that message."),
            ],
            ("response_url", ResponseTag, "Answers a command or a click; the URL is the payload's response_url, good for five answers within 30 minutes.", "Part of the response URL."),
            [
                (200, "`ok`: shown."),
                (400, "`no_text`, `invalid_payload` or another word of chat.postMessage; it uses up one of the five if it was well-formed."),
                (404, "`expired_url`: no such URL, too late, or five answers were given. Or a word of chat.postMessage for a channel that cannot take it."),
                (429, "`ratelimited`: over a limit, or the queue is full. Retry-After tells the seconds to wait."),
                (503, "`service_unavailable`: whether it was stored is not known."),
            ]);
    }

    private static void Add(
        OpenApiDocument document,
        SlackSchemas schemas,
        string path,
        IReadOnlyList<SlackField> arguments,
        (string Name, string Tag, string Summary, string Parameters) about,
        IReadOnlyList<(int Status, string Words)> answers)
    {
        document.AddComponent<IOpenApiSchema>(about.Name, Body(schemas, about.Name, arguments));
        PlainOperation.Add(document, HttpMethod.Post, path, about, [.. answers.Select(a => (a.Status, (string?)PlainOperation.Html, a.Words))]).RequestBody = new OpenApiRequestBody
        {
            Description = "JSON, or a form whose `payload` is JSON.",
            Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(about.Name, document) },
                [Form] = new OpenApiMediaType { Schema = Payload() },
            },
        };
    }

    private static OpenApiSchema Payload() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["payload"] = new OpenApiSchema { Type = JsonSchemaType.String } },
        Required = new HashSet<string>(["payload"], StringComparer.Ordinal),
    };

    private static OpenApiSchema Body(SlackSchemas schemas, string name, IReadOnlyList<SlackField> arguments) => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A message.",
        Properties = arguments.ToDictionary(
            a => a.Name,
            a =>
            {
                var (schema, about) = schemas.Argument(a, name);
                var copy = schema.CreateShallowCopy();
                copy.Description = about;
                return copy;
            },
            StringComparer.Ordinal),
    };
}
