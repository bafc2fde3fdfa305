using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Floods of webhooks and response URLs: what is over a limit is told so, what was taken is stored, once, and memory stays where it was.</summary>
[Collection(ProductCollection.Name)]
public sealed class UrlFloodTests(ProductFixture product) : IDisposable
{
    private const string Json = "application/json";
    private const int AtOnce = 32;
    private const int RoundsMax = 40;
    private const long GrowthMax = 50L * 1024 * 1024;

    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task A_webhook_over_its_limit_says_so_and_loses_nothing_that_it_took()
    {
        var (channel, url) = await NewWebhookAsync();
        var taken = new ConcurrentBag<string>();
        var limited = 0;
        for (var round = 0; limited == 0 && round < RoundsMax; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, AtOnce * 4).Chunk(4).Select(async part =>
            {
                foreach (var i in part)
                {
                    var text = string.Create(CultureInfo.InvariantCulture, $"flood {round} {i}");
                    using var response = await PostAsync(url, $$"""{"text":"{{text}}"}""");
                    var word = await response.Content.ReadAsStringAsync();
                    if (response.StatusCode == HttpStatusCode.OK)
                    {
                        taken.Add(text);
                        continue;
                    }

                    Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limited"), (response.StatusCode, word));
                    Assert.True(response.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1), "no Retry-After");
                    Interlocked.Increment(ref limited);
                }
            }));
        }

        Assert.True(limited > 0, "no limit was met");
        var stored = await AllTextsAsync(channel);
        Assert.Equal(taken.Order(StringComparer.Ordinal), stored.Where(t => t.StartsWith("flood ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        // Others are not limited by it, and after a while neither is the webhook.
        await api.PostAsync(api.Ann, await api.NewChannelAsync(api.Ann), "not limited by it");
        await Eventually.TrueAsync("the webhook posts again", async () =>
        {
            using var response = await PostAsync(url, """{"text":"afterwards"}""");
            return response.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task Large_and_broken_bodies_and_guessed_secrets_leave_memory_where_it_was()
    {
        var (channel, url) = await NewWebhookAsync();
        await FloodAsync(url, 1);
        var before = product.Product.ResidentBytes();
        await FloodAsync(url, 8);
        var growth = product.Product.ResidentBytes() - before;

        Assert.True(growth < GrowthMax, string.Create(CultureInfo.InvariantCulture, $"memory grew by {growth / 1024 / 1024} MB"));
        Assert.DoesNotContain(await AllTextsAsync(channel), t => t.StartsWith('x'));
    }

    [Fact]
    public async Task A_flood_of_answers_to_one_response_URL_shows_five()
    {
        var app = await api.NewAppAsync(api.Ann, "chat:write,commands");
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", app.User));
        var command = "/" + ProductApi.Unique("flood");
        await api.OkAsync("social.apps.commands.set", api.Ann, ("app", app.Id), ("command", command));
        await using var socket = await TestSocket.OpenAsync((await api.OkAsync("apps.connections.open", app.AppToken)).Text("url"));
        var running = api.OkAsync("social.commands.run", api.Ann, ("channel", channel), ("command", command));
        var envelope = await socket.WaitAsync("the command", f => TestSocket.Is(f, "slash_commands"));
        await socket.SendAsync(JsonSerializer.Serialize(new { envelope_id = envelope.Text("envelope_id") }));
        await running;

        var url = envelope.GetProperty("payload").Text("response_url");
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            using var response = await PostAsync(url, $$"""{"text":"answer {{i}}","response_type":"in_channel"}""");
            return (response.StatusCode, Word: await response.Content.ReadAsStringAsync());
        }));
        Assert.Equal(5, answers.Count(a => a == (HttpStatusCode.OK, "ok")));
        Assert.All(answers.Where(a => a.StatusCode != HttpStatusCode.OK), a => Assert.True(a is (HttpStatusCode.NotFound, "expired_url") or (HttpStatusCode.TooManyRequests, "ratelimited"), $"{a}"));
        Assert.Equal(5, (await AllTextsAsync(channel)).Count(t => t.StartsWith("answer ", StringComparison.Ordinal)));
    }

    private async Task FloodAsync(string url, int rounds)
    {
        var large = $$"""{"text":"{{new string('x', 2 * 1024 * 1024)}}"}""";
        var nested = """{"text":"x","blocks":""" + new string('[', 500_000);
        var deep = """{"text":"x","attachments":[""" + string.Concat(Enumerable.Repeat("""{"a":""", 2_000)) + "1" + new string('}', 2_000) + "]}";
        for (var round = 0; round < rounds; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
            {
                await RefusedAsync(url, large);
                await RefusedAsync(url, nested);
                await RefusedAsync(url, deep);
                await RefusedAsync($"{url}x{i}", """{"text":"x"}""");
            }));
        }
    }

    private async Task RefusedAsync(string url, string body)
    {
        try
        {
            using var response = await PostAsync(url, body);
            Assert.InRange((int)response.StatusCode, 400, 499);
        }
        catch (HttpRequestException)
        {
            // The server answered and closed while the body was still being sent.
        }
    }

    private async Task<(string Channel, string Url)> NewWebhookAsync()
    {
        var (app, channel) = (await api.NewAppAsync(api.Ann, "incoming-webhook"), await api.NewChannelAsync(api.Ann));
        return (channel, (await api.OkAsync("social.webhooks.create", api.Ann, ("app", app.Id), ("channel", channel))).GetProperty("webhook").Text("url"));
    }

    private async Task<HttpResponseMessage> PostAsync(string url, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, Json);
        return await api.Http.PostAsync(url, content);
    }

    private async Task<List<string>> AllTextsAsync(string channel)
    {
        var texts = new List<string>();
        string? cursor = null;
        do
        {
            var page = await api.OkAsync("conversations.history", api.Ann, ("channel", channel), ("limit", "900"), ("cursor", cursor));
            texts.AddRange(page.GetProperty("messages").EnumerateArray().Select(m => m.Text("text")));
            cursor = page.GetProperty("response_metadata").Text("next_cursor");
        }
        while (cursor.Length > 0);
        return texts;
    }
}
