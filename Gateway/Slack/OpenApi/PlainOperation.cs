using System.Globalization;
using Microsoft.OpenApi;

namespace OrleansSocial.Gateway.Slack.OpenApi;

/// <summary>Describes what is no method: a path whose parts in braces are parameters, and an answer for each status, in words or as an object.</summary>
internal static class PlainOperation
{
    /// <summary>The type of answers that are a word.</summary>
    public const string Html = "text/html";

    /// <summary>The type of answers that are text for people or programs of other makers.</summary>
    public const string Text = "text/plain";

    /// <summary>Describes an operation.</summary>
    /// <param name="document">The document that gets it.</param>
    /// <param name="verb">The verb.</param>
    /// <param name="path">The path.</param>
    /// <param name="about">Its name, tag, summary, and what its parameters are.</param>
    /// <param name="answers">The type of the body, null for none, and what it says, by status.</param>
    public static OpenApiOperation Add(
        OpenApiDocument document, HttpMethod verb, string path, (string Name, string Tag, string Summary, string Parameters) about, IReadOnlyList<(int Status, string? Type, string Words)> answers)
    {
        var operation = new OpenApiOperation
        {
            OperationId = about.Name,
            Summary = about.Summary,
            Tags = new HashSet<OpenApiTagReference> { new(about.Tag, document) },
            Parameters = [.. path.Split('{').Skip(1).Select(IOpenApiParameter (p) => Parameter(p.Split('}')[0], ParameterLocation.Path, about.Parameters))],
            Responses = [],
        };
        foreach (var (status, type, words) in answers)
        {
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = words,
                Content = type is null ? null : Content(type, new OpenApiSchema { Type = type is "application/json" ? JsonSchemaType.Object : JsonSchemaType.String }),
            };
        }

        if (document.Paths.TryGetValue(path, out var item) && item.Operations is { } others)
        {
            others[verb] = operation;
        }
        else
        {
            document.Paths[path] = new OpenApiPathItem { Operations = new Dictionary<HttpMethod, OpenApiOperation> { [verb] = operation } };
        }

        return operation;
    }

    /// <summary>Makes a parameter of text.</summary>
    public static OpenApiParameter Parameter(string name, ParameterLocation place, string about) => new()
    {
        Name = name,
        In = place,
        Required = place == ParameterLocation.Path,
        Description = about,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    /// <summary>Makes a body of one type.</summary>
    public static Dictionary<string, IOpenApiMediaType> Content(string type, IOpenApiSchema schema) =>
        new(StringComparer.Ordinal) { [type] = new OpenApiMediaType { Schema = schema } };
}
