using System.Net;
using System.Text;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>What the document says of routes that are no methods: each is there, and answers as it says. Their answers in other tests are checked as well.</summary>
[Collection(ProductCollection.Name)]
public sealed class PlainRouteTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Every_documented_route_is_there()
    {
        var routes = DocumentReading.Paths.Where(p => PlainAnswerCheck.PathOf(p.Key) is not null).ToList();
        Assert.Equal(10, routes.Count);
        foreach (var (path, operations) in routes)
        {
            var isPost = operations!["post"] is not null;
            using var content = isPost ? new StringContent("""{"text":"x"}""", Encoding.UTF8, "application/json") : null;
            using var request = new HttpRequestMessage(isPost ? HttpMethod.Post : HttpMethod.Get, path.Replace('{', 'x').Replace('}', 'x').TrimStart('/')) { Content = content };
            using var response = await api.Http.SendAsync(request);

            Assert.False(await IsNoRouteAsync(response), $"{path}: {response.StatusCode}");
        }

        using var nothing = await api.Http.GetAsync(new Uri("no/such/route", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(await IsNoRouteAsync(nothing));
    }

    // What is there and finds nothing says so in words or, for a picture, how long that may be kept; a path that is none says nothing.
    private static async Task<bool> IsNoRouteAsync(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.NotFound && response.Headers.CacheControl is null && (await response.Content.ReadAsStringAsync()).Length == 0;
}
