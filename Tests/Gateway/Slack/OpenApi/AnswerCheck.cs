using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Validation;

namespace OrleansSocial.Tests.Gateway.Slack.OpenApi;

/// <summary>Says what an answer has that the OpenAPI document does not allow, or lacks of what it demands.</summary>
internal static class AnswerCheck
{
    private const string UnknownMethod = """{"ok":false,"error":"unknown_method"}""";

    private static readonly ConcurrentDictionary<(string Path, string Verb, int Status), Task<JsonSchema>> Schemas = new();

    /// <summary>Checks one answer.</summary>
    /// <param name="verb">The request's verb.</param>
    /// <param name="path">The request's path.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="headers">The names of its headers.</param>
    /// <param name="body">Its JSON.</param>
    /// <returns>The faults, none for a good answer.</returns>
    public static async Task<IReadOnlyList<string>> FaultsAsync(string verb, string path, int status, IReadOnlySet<string> headers, string body)
    {
        verb = verb.ToLowerInvariant();
        if (DocumentReading.Paths[path]?[verb] is null)
        {
            return string.Equals(body, UnknownMethod, StringComparison.Ordinal) ? [] : ["the document has no such operation"];
        }

        if (DocumentReading.Response(path, verb, status) is not { } response)
        {
            return [$"the document has no status {status} for it"];
        }

        var schema = await Schemas.GetOrAdd((path, verb, status), _ => ParseAsync(DocumentReading.SchemaOf(response)));
        return
        [
            .. (response["headers"]?.AsObject() ?? []).Select(h => h.Key).Where(h => !headers.Contains(h)).Select(h => $"no header {h}"),
            .. Faults(schema, body),
        ];
    }

    /// <summary>Parses a schema that may name those of the document, which are its definitions. The validator wants them under another key than OpenAPI.</summary>
    public static Task<JsonSchema> ParseAsync(JsonObject schema)
    {
        var whole = schema.DeepClone().AsObject();
        whole["definitions"] = DocumentReading.Schemas.DeepClone();
        return JsonSchema.FromJsonAsync(whole.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
    }

    /// <summary>Says what JSON has against a schema.</summary>
    public static IReadOnlyList<string> Faults(JsonSchema schema, string json) => [.. schema.Validate(json).SelectMany(Reasons)];

    /// <summary>Of a choice, what is said against the alternative that was meant: its <c>ok</c> is the answer's.</summary>
    private static IEnumerable<string> Reasons(ValidationError error)
    {
        if (error is not ChildSchemaValidationError child)
        {
            return [$"{error.Kind} {error.Path}"];
        }

        var meant = child.Errors.Values.Where(errors => !errors.Any(e => string.Equals(e.Path, "#/ok", StringComparison.Ordinal))).ToList();
        var reasons = (meant.Count > 0 ? meant : child.Errors.Values).SelectMany(errors => errors).SelectMany(Reasons).ToList();
        return reasons.Count > 0 ? reasons : [$"{error.Kind} {error.Path}"];
    }
}
