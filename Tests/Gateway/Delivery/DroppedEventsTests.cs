using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Gateway.Delivery;

/// <summary>Events that an outbox drops, the last of a channel included, arrive within 5 s all the same.</summary>
public sealed class DroppedEventsTests
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);

    [Theory, InlineData(10), InlineData(100)]
    public async Task Everything_arrives_in_order_within_5_seconds(int percent)
    {
        var folder = Directory.CreateTempSubdirectory("orleanssocial-");
        try
        {
            await using var product = await ProductProcess.StartAsync(
                folder.FullName,
                environment: new Dictionary<string, string?>(StringComparer.Ordinal) { ["OrleansSocial__Delivery__DropEventPercent"] = $"{percent}" });
            var demo = DemoFile.Read(folder.FullName);
            using var http = new HttpClient(new CheckedAnswers()) { BaseAddress = product.BaseUrl };
            var channel = demo.ChannelId("general");
            await using var socket = await TestSocket.OpenAsync(await ConnectAsync(http, demo.Users[1].Token));
            for (var i = 0; i < 100; i++)
            {
                using var answer = await PostAsync(http, demo.Users[0].Token, "chat.postMessage", ("channel", channel), ("text", $"m{i}"));
                Assert.True(answer.IsSuccessStatusCode);
            }

            await socket.UntilAsync("100 messages", s => s.Texts(channel).Count >= 100, Promise);
            Assert.Equal(Enumerable.Range(0, 100).Select(i => $"m{i}"), socket.Texts(channel));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> ConnectAsync(HttpClient http, string token)
    {
        using var answer = await PostAsync(http, token, "rtm.connect");
        using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("url").GetString()!;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string token, string method, params (string Name, string Value)[] arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/{method}");
        request.Content = new FormUrlEncodedContent(arguments.Select(a => new KeyValuePair<string, string>(a.Name, a.Value)));
        request.Headers.Authorization = new("Bearer", token);
        return await http.SendAsync(request);
    }
}
