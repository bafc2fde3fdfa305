using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using OrleansSocial.Gateway.Photos;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Gateway.Slack.AppRequests;
using OrleansSocial.Gateway.Slack.OpenApi;
using OrleansSocial.Gateway.Slack.Webhooks;

namespace OrleansSocial.Tests.Gateway.Slack.OpenApi;

/// <summary>The OpenAPI document is well formed and says what the table of methods says.</summary>
public sealed class SlackDocumentTests
{
    [Fact]
    public void Everything_is_described() => Assert.Empty(SlackDocument.Faults);

    [Fact]
    public void Document_is_read_back_without_errors()
    {
        var read = OpenApiDocument.Parse(Encoding.UTF8.GetString(SlackDocument.Json.Span), "json");

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.Equal(SlackApi.Methods.Keys.Select(SlackDocument.PathOf).Order(StringComparer.Ordinal), read.Document!.Paths.Keys.Where(IsMethod).Order(StringComparer.Ordinal));
        Assert.All(read.Document.Paths.Where(p => IsMethod(p.Key)), p => Assert.Equal([HttpMethod.Get, HttpMethod.Post], p.Value.Operations!.Keys));
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var text = Encoding.UTF8.GetString(SlackDocument.Json.Span);
        foreach (var reference in text.Split("\"$ref\":\"#/").Skip(1).Select(t => t[..t.IndexOf('"', StringComparison.Ordinal)]).Distinct())
        {
            Assert.True(reference.Split('/').Aggregate((System.Text.Json.Nodes.JsonNode?)DocumentReading.Document, (n, key) => n?[key]) is not null, reference);
        }
    }

    [Fact]
    public void Methods_say_their_arguments_errors_and_token()
    {
        foreach (var method in SlackApi.Methods.Values)
        {
            var path = SlackDocument.PathOf(method.Name);
            Assert.Equal(
                method.Arguments.Select(a => a.Name).Where(n => !n.StartsWith('(')).Order(StringComparer.Ordinal),
                DocumentReading.Arguments(path).Order(StringComparer.Ordinal));
            Assert.All(method.Fields.Where(f => !f.IsOfRefusals), f => Assert.True(DocumentReading.HasField(path, f.Name), $"{method.Name}: {f.Name}"));
            var operation = DocumentReading.Paths[path]!["post"]!;
            Assert.Equal(method.Summary, operation["summary"]!.GetValue<string>());
            var expected = method.Token switch { SlackTokenKind.None => null, SlackTokenKind.App => "app", SlackTokenKind.Operator => "operator", _ => "member" };
            Assert.Equal((method.Name, expected), (method.Name, operation["security"]?[0]!.AsObject().First().Key));
            var refusal = DocumentReading.SchemaOf(DocumentReading.Response(path, "post", 200)!)["oneOf"]![1]!["properties"]!["error"]!;
            var words = refusal["enum"]?.AsArray().Select(w => w!.GetValue<string>()).ToHashSet();
            Assert.True(words?.IsSupersetOf(method.Errors) ?? method.Errors.Any(e => e.StartsWith('(')), method.Name);
        }
    }

    [Fact]
    public void Methods_say_which_scopes_they_need_and_their_rate_tier()
    {
        foreach (var method in SlackApi.Methods.Values)
        {
            foreach (var operation in new[] { "get", "post" }.Select(verb => DocumentReading.Paths[SlackDocument.PathOf(method.Name)]![verb]!))
            {
                var description = operation["description"]!.GetValue<string>();
                Assert.Equal(method.Scopes, operation[MethodOperations.ScopesExtension]!.AsArray().Select(s => s!.GetValue<string>()));
                Assert.All(method.Scopes, s => Assert.Contains($"`{s}`", description, StringComparison.Ordinal));
                Assert.Contains($"Rate tier: {operation[MethodOperations.TierExtension]!.GetValue<string>()}.", description, StringComparison.Ordinal);
            }
        }

        var history = DocumentReading.Paths["/api/conversations.history"]!["get"]!;
        Assert.Equal("3", history[MethodOperations.TierExtension]!.GetValue<string>());
        Assert.Equal("channels:history groups:history im:history mpim:history", string.Join(' ', history[MethodOperations.ScopesExtension]!.AsArray().Select(s => s!.GetValue<string>())));
    }

    [Fact]
    public async Task Every_route_of_the_api_is_in_the_document()
    {
        await using var api = await ApiHarness.StartAsync();
        var routes = api.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Select(e => $"/{e.RoutePattern.RawText!.TrimStart('/')}").Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(["/api/docs/{**path}", "/api/openapi.json", "/api/{method}", PhotoUrl.Path, ResponseEndpoint.Path, WebhookEndpoint.Path], routes);
        Assert.All([DocumentEndpoints.DocumentPath, DocumentEndpoints.PagePath, PhotoUrl.Path, ResponseEndpoint.Path, WebhookEndpoint.Path], r => Assert.Contains(r, DocumentReading.Paths.Select(p => p.Key)));
        foreach (var path in DocumentReading.Paths.Select(p => p.Key).Where(IsMethod))
        {
            Assert.NotEqual("unknown_method", await api.ErrorAsync(path["/api/".Length..], token: null));
        }
    }

    [Fact]
    public async Task Document_is_served_to_everybody_and_not_sent_again_unchanged()
    {
        await using var api = await ApiHarness.StartAsync(("OrleansSocial:RateLimits:CallsBurst", "1"));
        for (var i = 0; i < 5; i++)
        {
            using var response = await api.Http.GetAsync(Relative(DocumentEndpoints.DocumentPath));
            Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
            Assert.Equal(SlackDocument.Json.ToArray(), await response.Content.ReadAsByteArrayAsync());
            api.Http.DefaultRequestHeaders.IfNoneMatch.Clear();
            api.Http.DefaultRequestHeaders.IfNoneMatch.Add(response.Headers.ETag!);
            using var again = await api.Http.GetAsync(Relative(DocumentEndpoints.DocumentPath));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            api.Http.DefaultRequestHeaders.IfNoneMatch.Clear();
        }

        Assert.Equal("unknown_method", await api.ErrorAsync("openapi.json", ApiHarness.Token));
    }

    [Theory]
    [InlineData("channel", "id name name_normalized topic purpose is_channel is_group is_im is_mpim is_private is_archived is_general is_member created creator num_members")]
    [InlineData("im", "id user topic purpose is_channel is_group is_im is_mpim is_private is_archived is_general is_member is_open created creator num_members")]
    [InlineData("user", "id name profile is_bot deleted updated")]
    [InlineData("profile", "real_name display_name")]
    [InlineData("message", "type ts text user")]
    [InlineData("team", "id name domain")]
    [InlineData("reaction", "name users count")]
    public void Objects_demand_what_typed_clients_demand(string shape, string members)
    {
        var required = DocumentReading.Schemas[shape]!["required"]!.AsArray().Select(r => r!.GetValue<string>()).ToList();

        Assert.Empty(members.Split(' ').Except(required));
        Assert.False(DocumentReading.Schemas[shape]!["additionalProperties"]!.GetValue<bool>());
    }

    private static bool IsMethod(string path) => path.StartsWith("/api/", StringComparison.Ordinal) && path is not (DocumentEndpoints.DocumentPath or DocumentEndpoints.PagePath);

    private static Uri Relative(string path) => new(path.TrimStart('/'), UriKind.Relative);
}
