using System.Globalization;
using Microsoft.OpenApi;
using OrleansSocial.Gateway.Slack.Webhooks;

namespace OrleansSocial.Gateway.Slack.OpenApi;

/// <summary>Describes incoming webhooks, which are no method: the path has the secret, and the answers are words without JSON.</summary>
internal static class WebhookOperation
{
    /// <summary>The tag of its operation.</summary>
    public const string Tag = "services";

    private const string Name = "incoming_webhook";

    /// <summary>The arguments that a webhook takes.</summary>
    private static readonly IReadOnlyList<SlackField> Arguments = ["text?", "blocks?", "attachments?", "thread_ts?", "username?"];

    private static readonly IReadOnlyList<(int Status, string Words)> Answers =
    [
        (200, "`ok`: posted."),
        (400, "`no_text`, `invalid_payload` or another word of chat.postMessage."),
        (403, "`invalid_token`: the secret is wrong."),
        (404, "`no_service`: no such webhook, or its app is gone. `channel_not_found`: the bot is no longer in the channel."),
        (410, "`channel_is_archived`."),
        (429, "`rate_limited`: over a limit, or the queue is full. Nothing was stored."),
        (503, "`service_unavailable`: whether it was stored is not known. Send the same request again."),
    ];

    /// <summary>Describes it.</summary>
    public static OpenApiPathItem Of(OpenApiDocument document, SlackSchemas schemas)
    {
        document.AddComponent<IOpenApiSchema>(Name, Body(schemas));
        var body = new OpenApiSchemaReference(Name, document);
        return new OpenApiPathItem
        {
            Operations = new Dictionary<HttpMethod, OpenApiOperation>
            {
                [HttpMethod.Post] = new()
                {
                    OperationId = Name,
                    Summary = "Posts as an app's bot into the channel of an incoming webhook; the URL is that of social.webhooks.create.",
                    Tags = new HashSet<OpenApiTagReference> { new(Tag, document) },
                    Parameters = [.. WebhookEndpoint.Path.Split('{').Skip(1).Select(IOpenApiParameter (p) => Parameter(p.Split('}')[0]))],
                    RequestBody = new OpenApiRequestBody
                    {
                        Description = "JSON, or a form whose `payload` is JSON.",
                        Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
                        {
                            ["application/json"] = new OpenApiMediaType { Schema = body },
                            ["application/x-www-form-urlencoded"] = new OpenApiMediaType { Schema = Form() },
                        },
                    },
                    Responses = Responses(),
                },
            },
        };
    }

    private static OpenApiParameter Parameter(string name) => new()
    {
        Name = name,
        In = ParameterLocation.Path,
        Required = true,
        Description = "Part of the webhook's URL.",
        Schema = Text(),
    };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["payload"] = Text() },
        Required = new HashSet<string>(["payload"], StringComparer.Ordinal),
    };

    private static OpenApiSchema Body(SlackSchemas schemas) => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A message for an incoming webhook.",
        Properties = Arguments.ToDictionary(
            a => a.Name,
            a =>
            {
                var (schema, about) = schemas.Argument(a, Name);
                var copy = schema.CreateShallowCopy();
                copy.Description = about;
                return copy;
            },
            StringComparer.Ordinal),
    };

    private static OpenApiResponses Responses()
    {
        var responses = new OpenApiResponses();
        foreach (var (status, words) in Answers)
        {
            responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = words,
                Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal) { ["text/html"] = new OpenApiMediaType { Schema = Text() } },
            };
        }

        return responses;
    }
}
