namespace OrleansSocial.Tests.Gateway.Slack.OpenApi;

/// <summary>Says whether an answer of a route that is no method is one of those that the OpenAPI document lists.</summary>
internal static class PlainAnswerCheck
{
    private const string Methods = "/api/";

    /// <summary>Gets the document's path that a request is for, or null.</summary>
    public static string? PathOf(string path) => DocumentReading.Paths.Select(p => p.Key)
        .Where(p => !p.StartsWith(Methods, StringComparison.Ordinal) || p is "/api/openapi.json" or "/api/docs")
        .FirstOrDefault(p => Matches(p.Split('/'), path.Split('/')));

    /// <summary>Checks status and type of an answer.</summary>
    /// <param name="verb">The request's verb.</param>
    /// <param name="path">The document's path.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="type">The type of its body, or null.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Fault(string verb, string path, int status, string? type)
    {
        if (DocumentReading.Paths[path]![verb.ToLowerInvariant()] is null)
        {
            // Below the methods' path another verb is for a method of that name, which there is not.
            return path.StartsWith(Methods, StringComparison.Ordinal) || status is 404 or 405 ? null : "the document has no such operation";
        }

        var response = DocumentReading.Response(path, verb.ToLowerInvariant(), status);
        return response is null ? $"the document has no status {status} for it"
            : response["content"]?.AsObject() is { } content && (type is null || !content.ContainsKey(type)) ? $"the document has no {type ?? "empty body"} for status {status}"
            : null;
    }

    private static bool Matches(string[] template, string[] path) =>
        template.Length == path.Length && template.Zip(path).All(p => p.First.StartsWith('{') || string.Equals(p.First, p.Second, StringComparison.Ordinal));
}
