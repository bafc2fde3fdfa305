using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>An admin authorizes an app, the app presents the code: once, with its secret, and gets no more than was granted.</summary>
[Collection(ProductCollection.Name)]
public sealed class OAuthTests(ProductFixture product) : IDisposable
{
    private const string Redirect = "https://app.example/slack/oauth_redirect";
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task A_code_gives_a_token_with_what_was_granted_and_only_once()
    {
        var (app, id, secret) = await NewAsync("chat:write,channels:read,users:read");
        var made = await api.OkAsync("social.apps.authorize", api.Ann, ("client_id", id), ("scope", "channels:read,users:read"), ("redirect_uri", Redirect), ("state", "a&b=c"));
        Assert.Equal($"{Redirect}?code={made.Text("code")}&state=a%26b%3Dc", made.Text("redirect_url"));
        var granted = await api.OkAsync(
            "oauth.v2.access", null, ("client_id", id), ("client_secret", secret), ("code", made.Text("code")), ("redirect_uri", Redirect));
        Assert.Equal(
            ("bot", "channels:read,users:read", app.GetProperty("user_id").GetString(), app.Text("id"), product.Demo.Team.Id, product.Demo.Users[0].Id),
            (granted.Text("token_type"), granted.Text("scope"), granted.Text("bot_user_id"), granted.Text("app_id"),
                granted.GetProperty("team").Text("id"), granted.GetProperty("authed_user").Text("id")));
        Assert.Equal((JsonValueKind.Null, false), (granted.GetProperty("enterprise").ValueKind, granted.GetProperty("is_enterprise_install").GetBoolean()));

        var token = granted.Text("access_token");
        Assert.StartsWith("xoxb-", token, StringComparison.Ordinal);
        Assert.Equal(app.Text("user_id"), (await api.OkAsync("auth.test", token)).Text("user_id"));
        await api.OkAsync("users.list", token);
        Assert.Equal("missing_scope", await api.ErrorAsync("chat.postMessage", token, ("channel", "C0000000000"), ("text", "not granted")));
        Assert.Equal(
            "code_already_used",
            await api.ErrorAsync("oauth.v2.access", null, ("client_id", id), ("client_secret", secret), ("code", made.Text("code")), ("redirect_uri", Redirect)));
        await api.OkAsync("social.apps.remove", api.Ann, ("app", app.Text("id")));
        Assert.Equal("invalid_client_id", await api.ErrorAsync("oauth.v2.access", null, ("client_id", id), ("client_secret", secret), ("code", made.Text("code"))));
        await Eventually.TrueAsync("the token's end", async () => (await api.CallAsync("auth.test", token)).Body is var body && TestSocket.Text(body, "error") == "token_revoked", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Basic_authentication_does_too_and_of_two_at_once_one_gets_the_token()
    {
        var (_, id, secret) = await NewAsync("chat:write");
        var code = (await api.OkAsync("social.apps.authorize", api.Ann, ("client_id", id))).Text("code");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => BasicAsync(id, secret, code)));
        Assert.Single(answers, a => a.GetProperty("ok").GetBoolean());
        Assert.All(answers.Where(a => !a.GetProperty("ok").GetBoolean()), a => Assert.Equal("code_already_used", a.Text("error")));
        Assert.Equal("bad_client_secret", (await BasicAsync(id, "wrong", code)).Text("error"));
        Assert.Equal("invalid_client_id", (await BasicAsync("1.2", secret, code)).Text("error"));
    }

    [Fact]
    public async Task Each_fault_has_slacks_word_and_uses_nothing_up()
    {
        var (_, id, secret) = await NewAsync("chat:write");
        var (_, otherId, otherSecret) = await NewAsync("chat:write");
        var code = (await api.OkAsync("social.apps.authorize", api.Ann, ("client_id", id), ("redirect_uri", Redirect))).Text("code");
        (string, string?)[] good = [("client_id", id), ("client_secret", secret), ("code", code), ("redirect_uri", Redirect)];
        Assert.Equal("invalid_client_id", await ErrorAsync(good, "client_id", "0.0"));
        Assert.Equal("invalid_client_id", await ErrorAsync(good, "client_id", null));
        Assert.Equal("bad_client_secret", await ErrorAsync(good, "client_secret", "x"));
        Assert.Equal("bad_client_secret", await ErrorAsync(good, "client_secret", null));
        Assert.Equal("invalid_code", await ErrorAsync(good, "code", "x"));
        Assert.Equal("invalid_code", await ErrorAsync(good, "code", null));
        Assert.Equal("bad_redirect_uri", await ErrorAsync(good, "redirect_uri", Redirect + "/other"));
        Assert.Equal("bad_redirect_uri", await ErrorAsync(good, "redirect_uri", null));
        Assert.Equal("invalid_code", await api.ErrorAsync("oauth.v2.access", null, ("client_id", otherId), ("client_secret", otherSecret), ("code", code), ("redirect_uri", Redirect)));
        await api.OkAsync("oauth.v2.access", null, good);
    }

    [Fact]
    public async Task Only_an_admin_of_the_apps_team_authorizes_it_and_only_to_its_redirect_uris()
    {
        var (app, id, _) = await NewAsync("chat:write");
        var (member, _) = await api.NewMemberAsync();
        var (stranger, _, _) = await api.NewTeamAsync();
        Assert.Equal("restricted_action", await api.ErrorAsync("social.apps.authorize", member, ("client_id", id)));
        Assert.Equal("invalid_client_id", await api.ErrorAsync("social.apps.authorize", stranger, ("client_id", id)));
        Assert.Equal("bad_redirect_uri", await api.ErrorAsync("social.apps.authorize", api.Ann, ("client_id", id), ("redirect_uri", "https://evil.example/")));
        Assert.Equal("invalid_scope", await api.ErrorAsync("social.apps.authorize", api.Ann, ("client_id", id), ("scope", "chat:write,admin")));
        Assert.Equal("restricted_action", await api.ErrorAsync("social.apps.redirects.set", member, ("app", app.Text("id"))));
        Assert.Equal("not_found", await api.ErrorAsync("social.apps.redirects.set", stranger, ("app", app.Text("id"))));
        foreach (var uri in new[] { "javascript:alert(1)", "https://a@b.example/", "https://b.example/#x", "nothing" })
        {
            Assert.Equal((uri, "bad_redirect_uri"), (uri, await api.ErrorAsync("social.apps.redirects.set", api.Ann, ("app", app.Text("id")), ("redirect_uris", uri))));
        }
    }

    private Task<string?> ErrorAsync((string Name, string? Value)[] good, string name, string? value) =>
        api.ErrorAsync("oauth.v2.access", null, [.. good.Select(g => g.Name == name ? (name, value) : g)]);

    private async Task<(JsonElement App, string Id, string Secret)> NewAsync(string scopes)
    {
        var made = await api.OkAsync("social.apps.create", api.Ann, ("name", ProductApi.Unique("oauth")), ("scopes", scopes));
        var app = made.GetProperty("app");
        await api.OkAsync("social.apps.redirects.set", api.Ann, ("app", app.Text("id")), ("redirect_uris", Redirect));
        return (app, made.Text("client_id"), made.Text("client_secret"));
    }

    private async Task<JsonElement> BasicAsync(string id, string secret, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/oauth.v2.access");
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("code", code)]);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        using var response = await api.Http.SendAsync(request);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync());
    }
}
