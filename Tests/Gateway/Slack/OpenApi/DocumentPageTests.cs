using System.Net;
using System.Text.RegularExpressions;
using OrleansSocial.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Gateway.Slack.OpenApi;

/// <summary>The page that shows the document is served by the gateway alone.</summary>
public sealed partial class DocumentPageTests
{
    [Fact]
    public async Task Page_and_all_that_it_loads_come_from_the_gateway()
    {
        await using var api = await ApiHarness.StartAsync();
        using var page = await api.Http.GetAsync(Relative(DocumentEndpoints.PagePath));
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Contains("default-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var loaded = Loaded().Matches(html).Select(m => m.Groups["url"].Value).ToList();
        Assert.Contains(loaded, l => l.EndsWith(".js", StringComparison.Ordinal));
        Assert.Contains(loaded, l => l.EndsWith(".css", StringComparison.Ordinal));
        foreach (var url in loaded)
        {
            Assert.DoesNotContain(':', url);
            Assert.False(url.StartsWith("//", StringComparison.Ordinal), url);
            using var part = await api.Http.GetAsync(new Uri(page.RequestMessage!.RequestUri!, url));
            Assert.True(part.StatusCode == HttpStatusCode.OK, $"{url}: {part.StatusCode}");
            if (url.EndsWith(".css", StringComparison.Ordinal))
            {
                var style = await part.Content.ReadAsStringAsync();
                Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
                Assert.All(Styled().Matches(style), m => Assert.StartsWith("data:", m.Groups["url"].Value, StringComparison.Ordinal));
            }
        }
    }

    /// <summary>The browser is told not to run what stands in the page itself, so nothing may stand there.</summary>
    [Fact]
    public async Task Page_keeps_to_its_own_policy()
    {
        await using var api = await ApiHarness.StartAsync();
        var html = await api.Http.GetStringAsync(Relative(DocumentEndpoints.PagePath));
        var start = await api.Http.GetStringAsync(Relative(DocumentEndpoints.PagePath + "/index.js"));

        Assert.All(Scripts().Matches(html), m => Assert.Equal((string.Empty, true), (m.Groups["body"].Value.Trim(), m.Groups["tag"].Value.Contains("src=", StringComparison.Ordinal))));
        Assert.Contains($"\"url\":\"{DocumentEndpoints.DocumentPath}\"", start, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", start, StringComparison.Ordinal);
    }

    private static Uri Relative(string path) => new(path.TrimStart('/'), UriKind.Relative);

    [GeneratedRegex("(?:src|href)=[\"'](?<url>[^\"']+)[\"']", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Loaded();

    [GeneratedRegex("url\\([\"']?(?<url>[^)\"']+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Styled();

    [GeneratedRegex("<script(?<tag>[^>]*)>(?<body>.*?)</script>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Scripts();
}
