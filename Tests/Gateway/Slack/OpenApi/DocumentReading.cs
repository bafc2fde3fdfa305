using System.Text.Json.Nodes;
using OrleansSocial.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Gateway.Slack.OpenApi;

/// <summary>Finds things in the OpenAPI document as a client gets it.</summary>
internal static class DocumentReading
{
    public static JsonObject Document { get; } = JsonNode.Parse(SlackDocument.Json.Span)!.AsObject();

    public static JsonObject Paths => Document["paths"]!.AsObject();

    public static JsonObject Schemas => Document["components"]!["schemas"]!.AsObject();

    /// <summary>Follows a <c>$ref</c>, if there is one.</summary>
    public static JsonObject Resolve(JsonNode node)
    {
        var at = node.AsObject();
        while (at["$ref"] is { } reference)
        {
            at = reference.GetValue<string>().Split('/').Skip(1).Aggregate((JsonNode)Document, (n, key) => n[key]!).AsObject();
        }

        return at;
    }

    /// <summary>Gets a response of an operation, or null.</summary>
    public static JsonObject? Response(string path, string verb, int status) =>
        Paths[path]?[verb]?["responses"]?[$"{status}"] is { } response ? Resolve(response) : null;

    /// <summary>Gets the schema of the JSON of a response or a request.</summary>
    public static JsonObject SchemaOf(JsonObject response) => response["content"]!["application/json"]!["schema"]!.AsObject();

    /// <summary>Gets the arguments of a method, or of another route's body.</summary>
    public static IReadOnlySet<string> Arguments(string path) =>
        (Paths[path]!["get"] is { } get
            ? get["parameters"]?.AsArray().Select(p => p!["name"]!.GetValue<string>())
            : Resolve(SchemaOf(Paths[path]!["post"]!["requestBody"]!.AsObject()))["properties"]!.AsObject().Select(p => p.Key))
        ?.ToHashSet(StringComparer.Ordinal) ?? [];

    /// <summary>Tells whether the successes of a method may have a field; a dotted name looks into objects.</summary>
    public static bool HasField(string path, string field)
    {
        var success = SchemaOf(Response(path, "post", 200)!)["oneOf"]![0]!;
        return field.Split('.').Aggregate((JsonNode?)success, (schema, name) => schema is null ? null : Property(schema, name)) is not null;
    }

    private static JsonNode? Property(JsonNode schema, string name)
    {
        var resolved = Resolve(schema);
        return resolved["properties"]?[name]
            ?? new[] { "allOf", "anyOf" }.SelectMany(k => resolved[k]?.AsArray() ?? []).Select(s => Property(s!, name)).FirstOrDefault(p => p is not null);
    }
}
