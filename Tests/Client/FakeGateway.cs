using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansSocial.Tests.Client;

/// <summary>A gateway of the wire only: each test says what methods answer and what sockets do.</summary>
internal sealed class FakeGateway : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Dictionary<string, Func<IFormCollection, HttpResponse, Task>> methods = new(StringComparer.Ordinal);

    private FakeGateway(WebApplication app) => this.app = app;

    public Uri BaseUrl => new(app.Urls.First() + "/");

    /// <summary>Gets or sets what a socket does after it was accepted, given its URL's query and its first frame.</summary>
    public Func<WebSocket, string, JsonElement, Task> Socket { get; set; } = (_, _, _) => Task.CompletedTask;

    public static async Task<FakeGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var gateway = new FakeGateway(builder.Build());
        gateway.app.UseWebSockets();
        gateway.app.Map("/api/{method}", gateway.AnswerAsync);
        gateway.app.Map("/rtm/{ticket}", gateway.AcceptAsync);
        gateway.On("rtm.connect", () => new { ok = true, url = $"ws://{gateway.BaseUrl.Authority}/rtm/ticket" });
        await gateway.app.StartAsync();
        return gateway;
    }

    /// <summary>Sends one frame.</summary>
    public static Task SendAsync(WebSocket socket, object frame) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>Keeps a socket open until its client ends it.</summary>
    public static async Task HoldAsync(WebSocket socket)
    {
        try
        {
            while ((await socket.ReceiveAsync(new byte[1024], CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Ended without a word: ended.
        }
    }

    /// <summary>Says what a method answers.</summary>
    public void On(string method, Func<object> answer) => On(method, (_, response) => response.WriteAsJsonAsync(answer()));

    /// <summary>Says what a method does with its form and its response.</summary>
    public void On(string method, Func<IFormCollection, HttpResponse, Task> answer) => methods[method] = answer;

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var method = (string?)http.Request.RouteValues["method"] ?? string.Empty;
        if (methods.TryGetValue(method, out var answer))
        {
            await answer(await http.Request.ReadFormAsync(), http.Response);
            return;
        }

        await http.Response.WriteAsJsonAsync(new { ok = false, error = "unknown_method" });
    }

    private async Task AcceptAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[64 * 1024];
        var read = await socket.ReceiveAsync(buffer, http.RequestAborted);
        using var first = JsonDocument.Parse(Encoding.UTF8.GetString(buffer, 0, read.Count));
        await Socket(socket, http.Request.QueryString.Value ?? string.Empty, first.RootElement.Clone());
    }
}
