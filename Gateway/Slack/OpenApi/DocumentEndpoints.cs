using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace OrleansSocial.Gateway.Slack.OpenApi;

/// <summary>Serves the OpenAPI document and the page that shows it. Both are the same for everybody: no token, no limit by token.</summary>
internal static class DocumentEndpoints
{
    /// <summary>Where the document is.</summary>
    public const string DocumentPath = "/api/openapi.json";

    /// <summary>Where the page is.</summary>
    public const string PagePath = "/api/docs";

    /// <summary>The page may load from, and talk to, nobody but the gateway that it came from: browsers hold it to that.</summary>
    private const string PagePolicy =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Maps both.</summary>
    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(DocumentPath, static http =>
        {
            var headers = http.Response.Headers;
            headers.CacheControl = "no-cache";
            headers.XContentTypeOptions = "nosniff";
            return TypedResults.Bytes(SlackDocument.Json, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue(SlackDocument.Tag)).ExecuteAsync(http);
        });
        routes.MapSwaggerUI(PagePath.TrimStart('/'), page =>
        {
            page.DocumentTitle = "OrleansSocial: methods";
            page.SwaggerEndpoint(DocumentPath, "methods");
            page.DefaultModelsExpandDepth(0);
        }).Add(static endpoint =>
        {
            var serve = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = http =>
            {
                http.Response.Headers.ContentSecurityPolicy = PagePolicy;
                http.Response.Headers.XContentTypeOptions = "nosniff";
                return serve(http);
            };
        });
    }
}
