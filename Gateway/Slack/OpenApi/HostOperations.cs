using Microsoft.OpenApi;
using OrleansSocial.Gateway.Photos;

namespace OrleansSocial.Gateway.Slack.OpenApi;

/// <summary>Describes what the host serves beside the API: pictures of members, its health, its metrics, this document and its page.</summary>
internal static class HostOperations
{
    /// <summary>The tag of all of them.</summary>
    public const string Tag = "host";

    private const string Json = "application/json";

    /// <summary>Describes them.</summary>
    public static void Add(OpenApiDocument document)
    {
        foreach (var (verb, name, type) in new[] { (HttpMethod.Get, "photo", "image/jpeg"), (HttpMethod.Head, "photo_head", null) })
        {
            PlainOperation.Add(
                document, verb, PhotoUrl.Path, (name, Tag, "A member's picture, as long as they have it; the URL is that of their profile.", "Part of the picture's URL."),
                [
                    (200, type, "The picture."), (304, null, "It is the one that If-None-Match names."), (400, null, "No URL at all."),
                    (404, null, "No such picture, or no longer."),
                    (429, null, "Over a limit. Retry-After tells the seconds to wait."), (503, null, "The database is away. Retry-After tells the seconds to wait."),
                ]);
        }

        Add(document, "/health/live", "health_live", "Tells that the process runs: do not restart it.", (200, PlainOperation.Text, "`live`."));
        Add(
            document, "/health/ready", "health_ready", "Tells whether requests should be sent here.",
            (200, Json, "`ready` is true, and each part `ok`."), (503, Json, "`ready` is false, and the parts tell what is missing."));
        Add(
            document, "/metrics", "metrics", "All metrics in the text format of Prometheus; to this machine alone, unless OrleansSocial:Metrics says otherwise.",
            (200, PlainOperation.Text, "The metrics."), (404, null, "Not to callers from other machines."));
        Add(document, DocumentEndpoints.DocumentPath, "openapi", "This document.", (200, Json, "The document."), (304, null, "It is the one that If-None-Match names."));
        Add(document, DocumentEndpoints.PagePath, "docs", "A page to browse this document and to try the methods.", (200, PlainOperation.Html, "The page."), (301, null, "To the page with its slash."));
    }

    private static void Add(OpenApiDocument document, string path, string name, string summary, params (int, string?, string)[] answers) =>
        PlainOperation.Add(document, HttpMethod.Get, path, (name, Tag, summary, string.Empty), answers);
}
