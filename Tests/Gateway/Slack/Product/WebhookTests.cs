using System.Net;
using System.Text;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Incoming webhooks: statuses and words as Slack's, and nothing without the secret.</summary>
[Collection(OrleansSocial.Tests.Fixtures.ProductCollection.Name)]
public sealed class WebhookTests(OrleansSocial.Tests.Fixtures.ProductFixture product) : IDisposable
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task It_posts_json_and_forms_as_the_app()
    {
        var (app, channel, url) = await NewAsync();
        Assert.Equal((HttpStatusCode.OK, "ok"), await PostAsync(url, """{"text":"from json & more","username":"ci"}"""));
        Assert.Equal((HttpStatusCode.OK, "ok"), await PostAsync(url, "payload=" + Uri.EscapeDataString("""{"text":"from a form"}"""), Form));
        Assert.Equal((HttpStatusCode.OK, "ok"), await PostAsync(url, """{"blocks":[{"type":"section","text":{"type":"plain_text","text":"a block"}}]}"""));
        var messages = (await api.OkAsync("conversations.history", api.Ann, ("channel", channel), ("limit", "3"))).GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(["a block", "from a form", "from json &amp; more"], messages.Select(m => m.Text("text")));
        Assert.All(messages, m => Assert.Equal(app.User, m.Text("user")));
        Assert.Equal("ci", messages[2].Text("username"));
    }

    [Fact]
    public async Task Statuses_and_words_are_slacks()
    {
        var (app, channel, url) = await NewAsync();
        var parts = url.Split('/');
        Assert.Equal((HttpStatusCode.Forbidden, "invalid_token"), await PostAsync(url + "x", "{}"));
        Assert.Equal((HttpStatusCode.NotFound, "no_service"), await PostAsync(url.Replace(parts[^2], "B0000000000", StringComparison.Ordinal), "{}"));
        Assert.Equal((HttpStatusCode.NotFound, "no_service"), await PostAsync(url.Replace(parts[^3], "T999999999", StringComparison.Ordinal), "{}"));
        Assert.Equal((HttpStatusCode.NotFound, "no_service"), await PostAsync(url.Replace(parts[^2], "nothing", StringComparison.Ordinal), "{}"));
        Assert.Equal((HttpStatusCode.BadRequest, "no_text"), await PostAsync(url, """{"text":""}"""));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_payload"), await PostAsync(url, "{not json"));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_payload"), await PostAsync(url, "payload=no", Form));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_blocks"), await PostAsync(url, Blocks(new string('x', 3001))));
        await api.OkAsync("conversations.archive", api.Ann, ("channel", channel));
        Assert.Equal((HttpStatusCode.Gone, "channel_is_archived"), await PostAsync(url, """{"text":"late"}"""));
        await api.OkAsync("social.apps.remove", api.Ann, ("app", app.Id));
        Assert.Equal((HttpStatusCode.NotFound, "no_service"), await PostAsync(url, """{"text":"later"}"""));
    }

    [Fact]
    public async Task Only_an_admin_makes_one_and_only_of_an_app_with_the_scope()
    {
        var (app, channel, _) = await NewAsync();
        var (member, user) = await api.NewMemberAsync();
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        Assert.Equal("restricted_action", await api.ErrorAsync("social.webhooks.create", member, ("app", app.Id), ("channel", channel)));
        Assert.Equal("not_found", await api.ErrorAsync("social.webhooks.create", api.Ann, ("app", "A0000000000"), ("channel", channel)));
        var other = await api.NewAppAsync(api.Ann, "chat:write");
        Assert.Equal("missing_scope", await api.ErrorAsync("social.webhooks.create", api.Ann, ("app", other.Id), ("channel", channel)));
        Assert.Equal("channel_not_found", await api.ErrorAsync("social.webhooks.create", api.Ann, ("app", app.Id), ("channel", "C0000000000")));
    }

    private static string Blocks(string text) =>
        System.Text.Json.JsonSerializer.Serialize(new { blocks = new[] { new { type = "section", text = new { type = "plain_text", text } } } });

    private async Task<(TestApp App, string Channel, string Url)> NewAsync()
    {
        var (app, channel) = (await api.NewAppAsync(api.Ann, "incoming-webhook"), await api.NewChannelAsync(api.Ann));
        var made = await api.OkAsync("social.webhooks.create", api.Ann, ("app", app.Id), ("channel", channel));
        return (app, channel, made.GetProperty("webhook").Text("url"));
    }

    private async Task<(HttpStatusCode Status, string Word)> PostAsync(string url, string body, string type = Json)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await api.Http.PostAsync(url, content);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
