using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Silo;

/// <summary>What a proxy in front says of a request's origin is believed if the operator named the proxy, and else by nobody.</summary>
public sealed class ProxyTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orleanssocial-proxy-");
    private readonly HttpClient http = new(new CheckedAnswers());

    public void Dispose()
    {
        http.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("127.0.0.0/8")]
    [InlineData(null)]
    public async Task Only_a_trusted_proxy_tells_where_a_request_comes_from(string? trusted)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["OrleansSocial__Accounts__BcryptCost"] = "4",
            ["OrleansSocial__Gateway__TrustedProxies__0"] = trusted,
            ["OrleansSocial__RateLimits__LogInsPerAddressPerMinute"] = "0.1",
            ["OrleansSocial__RateLimits__LogInsPerAddressBurst"] = "1",
        };
        await using var product = await ProductProcess.StartAsync(folder.FullName, ["--no-demo"], settings);
        var (believed, token) = (trusted is not null, await SignUpAsync(product));

        Assert.Equal(HttpStatusCode.OK, await LogInAsync(product, "ann@example.com", "192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await LogInAsync(product, "bob@example.com", "192.0.2.1"));
        Assert.Equal(believed ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, await LogInAsync(product, "bob@example.com", "192.0.2.2"));

        // What stands before the trusted proxy's own entry is the client's to write.
        Assert.Equal(HttpStatusCode.TooManyRequests, await LogInAsync(product, "eve@example.com", "198.51.100.7, 192.0.2.1"));

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(product.BaseUrl, "api/auth.test"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "192.0.2.9");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(believed ? "\"url\":\"https://127.0.0.1" : "\"url\":\"http://127.0.0.1", answer, StringComparison.Ordinal);

        // A proxy on this machine has no part in who may read the metrics, trusted or not.
        Assert.Equal(HttpStatusCode.NotFound, await MetricsAsync(product, "192.0.2.1"));
        Assert.Equal(HttpStatusCode.OK, await MetricsAsync(product, null));
    }

    [Theory]
    [InlineData("Gateway__TrustedProxies__0", "proxy.example.com", "\"proxy.example.com\" is no address and no network")]
    [InlineData("Gateway__TrustedProxies__0", "10.0.0.5/24", "\"10.0.0.5/24\" is no address and no network")]
    [InlineData("Gateway__TrustedProxies", "10.0.0.0/24", "OrleansSocial:Gateway:TrustedProxies is a list: its first entry is OrleansSocial:Gateway:TrustedProxies:0")]
    [InlineData("Gateway__PublicUrl", "chat.example.com:443", "OrleansSocial:Gateway:PublicUrl is no http or https URL")]
    [InlineData("RateLimits__Tier1Burst", "many", "'OrleansSocial:RateLimits:Tier1Burst'")]
    [InlineData("Outbound__InternalHosts", "10.0.0.7", "in the environment OrleansSocial__Outbound__InternalHosts__0")]
    public async Task What_is_no_address_or_no_list_ends_the_start(string setting, string value, string why)
    {
        await using var host = await ChildProcess.RunAsync(
            Repository.Executable("Silo"),
            ["--data", folder.FullName, "--port", "0"],
            TimeSpan.FromSeconds(40),
            new Dictionary<string, string?>(StringComparer.Ordinal) { [$"OrleansSocial__{setting}"] = value });
        Assert.Equal(1, host.ExitCode);
        Assert.Contains(why, host.Output.Text, StringComparison.Ordinal);
    }

    private async Task<string> SignUpAsync(ProductProcess product)
    {
        using var content = new FormUrlEncodedContent(
        [
            new("name", "ann"), new("email", "ann@example.com"), new("password", "a long password"), new("team_name", "team"), new("team_domain", "team"),
        ]);
        using var response = await http.PostAsync(new Uri(product.BaseUrl, "api/social.signUp"), content, TestContext.Current.CancellationToken);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("token").GetString()!;
    }

    private async Task<HttpStatusCode> LogInAsync(ProductProcess product, string email, string forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(product.BaseUrl, "api/social.logIn"));
        request.Content = new FormUrlEncodedContent([new("email", email), new("password", "not the password")]);
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> MetricsAsync(ProductProcess product, string? forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(product.BaseUrl, "metrics"));
        if (forwardedFor is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
