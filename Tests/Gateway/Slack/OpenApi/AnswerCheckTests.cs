using System.Text.Json.Nodes;

namespace OrleansSocial.Tests.Gateway.Slack.OpenApi;

/// <summary>The check of answers finds what it is there to find.</summary>
public sealed class AnswerCheckTests
{
    private const string Posted =
        """
        {"ok":true,"channel":"C000000001","ts":"1700000000.000200","text":"hi",
        "message":{"type":"message","user":"U000000001","text":"hi","team":"T00000001","ts":"1700000000.000200"}}
        """;

    private static readonly HashSet<string> NoHeaders = [];

    [Theory]
    [InlineData("chat.postMessage", 200, Posted)]
    [InlineData("chat.postMessage", 200, """{"ok":false,"error":"is_archived"}""")]
    [InlineData("chat.postMessage", 200, """{"ok":false,"error":"invalid_arguments","response_metadata":{"messages":["[ERROR] x"]}}""")]
    [InlineData("no.such.method", 200, """{"ok":false,"error":"unknown_method"}""")]
    [InlineData("api.test", 200, """{"ok":false,"error":"any word at all"}""")]
    [InlineData("api.test", 200, """{"ok":true,"args":{"anything":"goes"}}""")]
    public async Task Good_answers_have_no_fault(string method, int status, string body) => Assert.Empty(await FaultsAsync(method, status, body));

    [Theory]
    [InlineData("""{"ok":true,"channel":"C000000001","ts":"1700000000.000200","text":"hi"}""", "PropertyRequired #/message")]
    [InlineData("""{"ok":false,"error":"no_such_word"}""", "NotInEnumeration #/error")]
    [InlineData("""{"ok":false}""", "PropertyRequired #/error")]
    [InlineData("""{"ok":false,"error":"is_archived","extra":1}""", "NoAdditionalPropertiesAllowed #/extra")]
    [InlineData("""{"error":"is_archived"}""", "PropertyRequired #/ok")]
    public async Task Bad_answers_have_a_reason(string body, string reason) => Assert.Contains(reason, await FaultsAsync("chat.postMessage", 200, body));

    [Theory]
    [InlineData("user", null, "PropertyRequired #/message.user")]
    [InlineData("user", "\"somebody\"", "PatternMismatch #/message.user")]
    [InlineData("ts", "1700000000.0002", "StringExpected #/message.ts")]
    [InlineData("blocks", "{}", "ArrayExpected #/message.blocks")]
    [InlineData("undocumented", "true", "NoAdditionalPropertiesAllowed #/message.undocumented")]
    [InlineData("reactions", """[{"name":"eyes","users":[],"count":0.5}]""", "IntegerExpected #/message.reactions[0].count")]
    public async Task Broken_objects_have_a_reason(string member, string? value, string reason)
    {
        var answer = JsonNode.Parse(Posted)!;
        var message = answer["message"]!.AsObject();
        message.Remove(member);
        if (value is not null)
        {
            message[member] = JsonNode.Parse(value);
        }

        Assert.Contains(reason, await FaultsAsync("chat.postMessage", 200, answer.ToJsonString()));
    }

    [Fact]
    public async Task Next_cursor_is_demanded_of_lists()
    {
        Assert.Empty(await FaultsAsync("conversations.members", 200, """{"ok":true,"members":["U000000001"],"response_metadata":{"next_cursor":""}}"""));
        Assert.NotEmpty(await FaultsAsync("conversations.members", 200, """{"ok":true,"members":["U000000001"],"response_metadata":{}}"""));
        Assert.NotEmpty(await FaultsAsync("conversations.members", 200, """{"ok":true,"members":["U000000001"]}"""));
    }

    [Fact]
    public async Task Statuses_and_headers_are_checked()
    {
        const string Busy = """{"ok":false,"error":"ratelimited"}""";

        Assert.Contains("no header Retry-After", await FaultsAsync("chat.postMessage", 429, Busy));
        Assert.Empty(await AnswerCheck.FaultsAsync("POST", "/api/chat.postMessage", 429, new HashSet<string>(["Retry-After"]), Busy));
        Assert.NotEmpty(await AnswerCheck.FaultsAsync("POST", "/api/chat.postMessage", 503, new HashSet<string>(["Retry-After"]), Busy));
        Assert.NotEmpty(await FaultsAsync("chat.postMessage", 500, Busy));
        Assert.NotEmpty(await FaultsAsync("no.such.method", 200, Posted));
        Assert.NotEmpty(await AnswerCheck.FaultsAsync("PUT", "/api/chat.postMessage", 200, NoHeaders, Posted));
    }

    /// <summary>A keyword that the validator passes over would look checked and not be.</summary>
    [Fact]
    public void Schemas_use_only_keywords_that_the_check_knows()
    {
        HashSet<string> known =
        [
            "$ref", "type", "enum", "pattern", "minimum", "items", "properties", "required", "additionalProperties", "oneOf", "anyOf", "allOf", "description",
        ];
        var used = DocumentReading.Document["components"]!["responses"]!.AsObject()
            .Select(r => DocumentReading.SchemaOf(r.Value!.AsObject())).Concat(DocumentReading.Schemas.Select(s => s.Value!.AsObject())).SelectMany(Keywords);

        Assert.Empty(used.Except(known));
    }

    private static Task<IReadOnlyList<string>> FaultsAsync(string method, int status, string body) =>
        AnswerCheck.FaultsAsync("POST", $"/api/{method}", status, NoHeaders, body);

    private static IEnumerable<string> Keywords(JsonObject schema) => schema.Select(m => m.Key).Concat(schema.SelectMany(m => m.Key switch
    {
        "properties" => m.Value!.AsObject().SelectMany(p => Keywords(p.Value!.AsObject())),
        "items" => Keywords(m.Value!.AsObject()),
        "additionalProperties" when m.Value is JsonObject of => Keywords(of),
        "oneOf" or "anyOf" or "allOf" => m.Value!.AsArray().SelectMany(s => Keywords(s!.AsObject())),
        _ => [],
    }));
}
