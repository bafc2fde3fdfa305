using System.Globalization;
using System.Net;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Calls of the running product, as a client makes them. Every answer is checked against the OpenAPI document.</summary>
internal sealed class ProductApi(ProductFixture product) : IDisposable
{
    private static int names;

    /// <summary>The password of those who sign up here.</summary>
    public const string Password = "a long password";

    public HttpClient Http { get; } = new(new CheckedAnswers()) { BaseAddress = product.BaseUrl };

    public ProductFixture Product { get; } = product;

    public string Ann => Product.Demo.Users[0].Token;

    public string Bob => Product.Demo.Users[1].Token;

    /// <summary>Makes a name that no other test uses.</summary>
    public static string Unique(string prefix) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}-{Environment.ProcessId}-{Interlocked.Increment(ref names)}");

    /// <summary>Calls a method; the body is JSON whatever the status is.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> CallAsync(string method, string? token, params (string Name, string? Value)[] arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/{method}");
        request.Content = new FormUrlEncodedContent(arguments.Where(a => a.Value is not null).Select(a => new KeyValuePair<string, string>(a.Name, a.Value!)));
        return await SendAsync(request, token);
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpRequestMessage request, string? token)
    {
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        using var response = await Http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        using var document = JsonDocument.Parse(bytes);
        return (response.StatusCode, document.RootElement.Clone());
    }

    /// <summary>Calls a method under an Idempotency-Key.</summary>
    public async Task<JsonElement> KeyedAsync(string method, string token, string key, params (string Name, string Value)[] arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/{method}");
        request.Headers.Add("Idempotency-Key", key);
        request.Content = new FormUrlEncodedContent(arguments.Select(a => new KeyValuePair<string, string>(a.Name, a.Value)));
        return (await SendAsync(request, token)).Body;
    }

    /// <summary>Calls a method that must succeed.</summary>
    public async Task<JsonElement> OkAsync(string method, string? token, params (string Name, string? Value)[] arguments)
    {
        var (status, body) = await CallAsync(method, token, arguments);
        Assert.True(body.GetProperty("ok").GetBoolean(), $"{method}: {status} {body}");
        return body;
    }

    /// <summary>Calls a method and gets its error word, or null.</summary>
    public async Task<string?> ErrorAsync(string method, string? token, params (string Name, string? Value)[] arguments)
    {
        var (status, body) = await CallAsync(method, token, arguments);
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, $"{method}: {status} {body}");
        return body.TryGetProperty("error", out var error) ? error.GetString() : null;
    }

    /// <summary>Logs Ann in once more: a socket of this token gets nothing that a test before left unread on another's.</summary>
    public Task<string> AnnLogsInAsync() => LogInAsync(Product.Demo.Users[0]);

    /// <summary>Logs Bob in once more, as <see cref="AnnLogsInAsync"/> does.</summary>
    public Task<string> BobLogsInAsync() => LogInAsync(Product.Demo.Users[1]);

    /// <summary>Signs up a member of the demo team.</summary>
    public async Task<(string Token, string User)> NewMemberAsync()
    {
        var (token, user, _) = await NewAccountAsync();
        return (token, user);
    }

    /// <summary>Signs up a further member of the demo team, who can log in again with <see cref="Password"/>.</summary>
    public async Task<(string Token, string User, string Email)> NewAccountAsync()
    {
        var invite = (await OkAsync("social.invites.create", Ann)).GetProperty("invite").Text("code");
        var name = Unique("member");
        var email = $"{name}@example.org";
        var answer = await OkAsync("social.signUp", null, ("name", name), ("email", email), ("password", Password), ("invite", invite));
        return (answer.Text("token"), answer.Text("user_id"), email);
    }

    /// <summary>Signs up somebody with a team of their own.</summary>
    public async Task<(string Token, string User, string Team)> NewTeamAsync()
    {
        var name = Unique("team");
        var answer = await OkAsync(
            "social.signUp", null, ("name", name), ("email", $"{name}@example.org"), ("password", "a long password"), ("team_name", name), ("team_domain", name));
        return (answer.Text("token"), answer.Text("user_id"), answer.Text("team_id"));
    }

    /// <summary>Makes an app.</summary>
    public async Task<TestApp> NewAppAsync(string token, string scopes, string? events = null)
    {
        var made = await OkAsync("social.apps.create", token, ("name", Unique("app")), ("scopes", scopes), ("events", events));
        var app = made.GetProperty("app");
        return new TestApp(app.Text("id"), app.Text("user_id"), made.Text("bot_token"), made.Text("app_token"), made.Text("signing_secret"));
    }

    /// <summary>Calls a method and gets the whole answer.</summary>
    public async Task<HttpResponseMessage> SendAsync(string method, string token, params (string Name, string Value)[] arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/{method}");
        request.Content = new FormUrlEncodedContent(arguments.Select(a => new KeyValuePair<string, string>(a.Name, a.Value)));
        request.Headers.Authorization = new("Bearer", token);
        return await Http.SendAsync(request);
    }

    /// <summary>Makes a channel.</summary>
    public async Task<string> NewChannelAsync(string token, bool isPrivate = false) =>
        (await OkAsync("conversations.create", token, ("name", Unique("channel")), ("is_private", isPrivate ? "true" : "false")))
            .GetProperty("channel").Text("id");

    /// <summary>Posts a text; a refusal by the rate limit is waited for and tried again, as clients do.</summary>
    /// <returns>Its ts.</returns>
    public async Task<string> PostAsync(string token, string channel, string text)
    {
        JsonElement answer = default;
        await Eventually.TrueAsync("a post within the rate limit", async () =>
        {
            (var status, answer) = await CallAsync("chat.postMessage", token, ("channel", channel), ("text", text));
            return status != HttpStatusCode.TooManyRequests;
        });
        Assert.True(answer.GetProperty("ok").GetBoolean(), $"chat.postMessage: {answer}");
        return answer.Text("ts");
    }

    /// <summary>Reads the newest texts of a channel, newest first.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string token, string channel) =>
        (await OkAsync("conversations.history", token, ("channel", channel), ("limit", "200")))
            .GetProperty("messages").EnumerateArray().Select(m => m.Text("text")).ToList();

    public void Dispose() => Http.Dispose();

    private async Task<string> LogInAsync(DemoFile.DemoUser user) =>
        (await OkAsync("social.logIn", null, ("email", user.Email), ("password", user.Password), ("team", Product.Demo.Team.Domain))).Text("token");
}
