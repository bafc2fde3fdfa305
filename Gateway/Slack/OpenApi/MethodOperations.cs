using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Gateway.Slack.OpenApi;

/// <summary>Describes methods: what they take by GET and by POST, and every answer that they may give.</summary>
internal sealed class MethodOperations
{
    /// <summary>The member of an operation that lists the scopes that an app's token needs, as <see cref="SlackMethod.Scopes"/> does.</summary>
    public const string ScopesExtension = "x-scopes";

    /// <summary>The member of an operation that names its <see cref="RateTier"/>.</summary>
    public const string TierExtension = "x-rate-tier";

    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";
    private const string Multipart = "multipart/form-data";
    private const string Busy = "ratelimited";
    private const string Unknown = "unavailable";
    private const string Member = "member";
    private const string App = "app";
    private const string Operator = "operator";

    private readonly OpenApiDocument document;
    private readonly SlackSchemas schemas;

    /// <summary>Adds to a document what all methods share.</summary>
    public MethodOperations(OpenApiDocument document, SlackSchemas schemas)
    {
        (this.document, this.schemas) = (document, schemas);
        document.AddComponent<IOpenApiResponse>(
            Busy, TryAgain("Over a limit, or the queue is full. Nothing was stored.", SlackError.RateLimited));
        document.AddComponent<IOpenApiResponse>(
            Unknown, TryAgain("Whether it was stored is not known. Send the same request again.", SlackError.Unavailable));
        document.AddComponent<IOpenApiSecurityScheme>(
            Member, Bearer("The token of a person (xoxp-) or a bot (xoxb-). The argument `token` does too."));
        document.AddComponent<IOpenApiSecurityScheme>(
            App, Bearer("The app-level token of an app (xapp-), in the header only."));
        document.AddComponent<IOpenApiSecurityScheme>(
            Operator, Bearer("The token of the setting OrleansSocial:Operator:Token. The argument `token` does too."));
    }

    /// <summary>Describes a method under its path.</summary>
    public OpenApiPathItem Of(SlackMethod method)
    {
        document.AddComponent<IOpenApiResponse>(method.Name, Answer(method));
        var arguments = method.Arguments.Where(a => !IsPlaceholder(a.Name))
            .Select(a => (Field: a, Known: schemas.Argument(a, method.Name))).ToList();
        var get = Operation(method, "_get");
        get.Parameters = [.. arguments.Select(IOpenApiParameter (a) => new OpenApiParameter
        {
            Name = a.Field.Name,
            In = ParameterLocation.Query,
            Required = !a.Field.IsOptional,
            Description = a.Known.About,
            Schema = a.Known.Schema,
        })];
        var post = Operation(method, string.Empty);
        if (arguments.Count > 0)
        {
            var name = method.Name + ".arguments";
            document.AddComponent<IOpenApiSchema>(name, new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = arguments.ToDictionary(a => a.Field.Name, a => Copy(a.Known), StringComparer.Ordinal),
                Required = arguments.Where(a => !a.Field.IsOptional).Select(a => a.Field.Name).ToHashSet(StringComparer.Ordinal),
            });
            var body = new OpenApiSchemaReference(name, document);
            post.RequestBody = new OpenApiRequestBody
            {
                Content = method.TakesFile
                    ? new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal) { [Multipart] = new OpenApiMediaType { Schema = body } }
                    : new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
                    {
                        [Form] = new OpenApiMediaType { Schema = body },
                        [Json] = new OpenApiMediaType { Schema = body },
                    },
            };
        }

        return new OpenApiPathItem
        {
            Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Get] = get, [HttpMethod.Post] = post },
        };
    }

    /// <summary>A word in brackets stands for what cannot be listed.</summary>
    private static bool IsPlaceholder(string word) => word.StartsWith('(');

    private static IOpenApiSchema Copy((IOpenApiSchema Schema, string About) argument)
    {
        var copy = argument.Schema.CreateShallowCopy();
        copy.Description = argument.About;
        return copy;
    }

    private OpenApiOperation Operation(SlackMethod method, string suffix) => new()
    {
        OperationId = method.Name.Replace('.', '_') + suffix,
        Summary = method.Summary,
        Description = Description(method),
        Tags = new HashSet<OpenApiTagReference> { new(method.Family, document) },
        Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal)
        {
            [ScopesExtension] = new JsonNodeExtension(new JsonArray([.. method.Scopes.Select(s => (JsonNode)s)])),
            [TierExtension] = new JsonNodeExtension(RateLimitInstruments.NameOf(method.Tier)),
        },
        Security = method.Token switch
        {
            SlackTokenKind.None => null,
            SlackTokenKind.Any or SlackTokenKind.User => [new() { [new(Member, document)] = [] }],
            SlackTokenKind.App => [new() { [new(App, document)] = [] }],
            SlackTokenKind.Operator => [new() { [new(Operator, document)] = [] }],
        },
        Responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponseReference(method.Name, document),
            ["429"] = new OpenApiResponseReference(Busy, document),
            ["503"] = new OpenApiResponseReference(Unknown, document),
        },
    };

    private static string Description(SlackMethod method)
    {
        string[] sentences =
        [
            method.Token == SlackTokenKind.User ? "Asks for a person's token." : string.Empty,
            ScopesInWords(method),
            $"Rate tier: {RateLimitInstruments.NameOf(method.Tier)}.",
            method.NotServed.Length > 0 ? $"Not served: {method.NotServed}." : string.Empty,
        ];
        return string.Join(' ', sentences.Where(s => s.Length > 0));
    }

    private static string ScopesInWords(SlackMethod method) => (method.Token, method.Scopes) switch
    {
        (SlackTokenKind.Any, []) => "An app's bot needs no scope.",
        (SlackTokenKind.Any, [var scope]) => $"An app's bot needs the scope `{scope}`.",
        (SlackTokenKind.Any, var scopes) => $"An app's bot needs one of the scopes {string.Join(", ", scopes.Select(s => $"`{s}`"))}: that of the sort of conversation.",
        (SlackTokenKind.App, var scopes) => $"An app-level token has the scope `{string.Join(", ", scopes)}`.",
        _ => string.Empty,
    };

    private OpenApiResponse Answer(SlackMethod method)
    {
        IReadOnlyList<string> words = [.. method.Errors, .. SlackError.OfEveryMethod, .. method.Token == SlackTokenKind.None ? [] : SlackError.OfTokens];
        var error = words.Any(IsPlaceholder) ? "error: text" : "error: " + string.Join(" | ", words.Distinct(StringComparer.Ordinal).Select(w => $"'{w}'"));
        return new OpenApiResponse
        {
            Description = "Done, or refused with a word.",
            Content = Content(new OpenApiSchema
            {
                OneOf =
                [
                    schemas.Object(["ok: true", .. method.Fields.Where(f => !f.IsOfRefusals)], method.Name),
                    schemas.Object(["ok: false", error, .. OfScopes(method), "response_metadata?", .. method.Fields.Where(f => f.IsOfRefusals)], method.Name),
                ],
            }),
        };
    }

    /// <summary>What a refusal for want of a scope says besides.</summary>
    private static IEnumerable<SlackField> OfScopes(SlackMethod method) =>
        method.Token == SlackTokenKind.None ? [] : [new("needed?: text", "A scope that was needed."), new("provided?: text", "The token's scopes, comma-separated.")];

    private OpenApiResponse TryAgain(string description, string word) => new()
    {
        Description = description,
        Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
        {
            ["Retry-After"] = new OpenApiHeader
            {
                Description = "Seconds to wait.",
                Required = true,
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" },
            },
        },
        Content = Content(schemas.Object(["ok: false", $"error: '{word}'"], word)),
    };

    private static OpenApiSecurityScheme Bearer(string description) => new() { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = description };

    private static Dictionary<string, IOpenApiMediaType> Content(OpenApiSchema schema) =>
        new(StringComparer.Ordinal) { [Json] = new OpenApiMediaType { Schema = schema } };
}
