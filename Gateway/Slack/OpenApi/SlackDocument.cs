using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.OpenApi;

namespace OrleansSocial.Gateway.Slack.OpenApi;

/// <summary>The OpenAPI document of all methods, other routes and frames, made once of the table of methods and the shapes of answers and frames.</summary>
internal static class SlackDocument
{
    private static readonly Lazy<(byte[] Json, string Tag, IReadOnlyList<string> Faults)> Built = new(Build);

    /// <summary>Gets the document.</summary>
    public static ReadOnlyMemory<byte> Json => Built.Value.Json;

    /// <summary>Gets the document's ETag, with its quotes.</summary>
    public static string Tag => Built.Value.Tag;

    /// <summary>Gets what is not described: a test wants nothing here. The document is served all the same, with such a part left open.</summary>
    public static IReadOnlyList<string> Faults => Built.Value.Faults;

    /// <summary>The path of a method.</summary>
    public static string PathOf(string method) => $"/api/{method}";

    private static (byte[] Json, string Tag, IReadOnlyList<string> Faults) Build()
    {
        var methods = SlackApi.Methods.Values.OrderBy(m => m.Name, StringComparer.Ordinal).ToList();
        var document = new OpenApiDocument
        {
            Info = new OpenApiInfo
            {
                Title = "OrleansSocial",
                Version = typeof(SlackDocument).Assembly.GetName().Version!.ToString(3),
                Description = "A Slack Web API-compatible API: GET or POST, with the arguments in the query, as form, multipart or JSON. "
                    + "Refusals are answers of status 200 with `ok: false` and a word.",
            },
            Servers = [new OpenApiServer { Url = "/" }],
            Paths = [],
            Tags = methods.Select(m => m.Family).Concat([SecretUrls.ServicesTag, SecretUrls.ResponseTag, SocketOperations.Tag, HostOperations.Tag]).Distinct(StringComparer.Ordinal).Select(f => new OpenApiTag { Name = f }).ToHashSet(),
        };
        var schemas = new SlackSchemas(document);
        var operations = new MethodOperations(document, schemas);
        foreach (var method in methods)
        {
            document.Paths[PathOf(method.Name)] = operations.Of(method);
        }

        SecretUrls.Add(document, schemas);
        SocketOperations.Add(document, schemas);
        HostOperations.Add(document);
        var text = new StringWriter(CultureInfo.InvariantCulture);
        document.SerializeAs(OpenApiSpecVersion.OpenApi3_1, new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true }));
        var json = Encoding.UTF8.GetBytes(text.ToString());
        var faults = schemas.Faults.Concat(methods.Where(m => m.Summary.Length == 0).Select(m => $"{m.Name}: no summary"));
        return (json, $"\"{Convert.ToHexString(SHA256.HashData(json))}\"", [.. faults]);
    }
}
