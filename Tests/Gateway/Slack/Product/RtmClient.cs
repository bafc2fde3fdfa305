using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>A socket that collects its frames, and fails the test if one is not what the OpenAPI document says.</summary>
internal sealed class RtmClient : IDisposable
{
    private static readonly TimeSpan FrameTimeout = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket socket = new();
    private readonly List<JsonElement> frames = [];

    /// <summary>Gets what has come so far.</summary>
    public IReadOnlyList<JsonElement> Frames => frames;

    /// <summary>Opens a socket and waits for its hello.</summary>
    public static async Task<RtmClient> OpenAsync(ProductApi api, string token)
    {
        var client = new RtmClient();
        await client.socket.ConnectAsync(new Uri((await api.OkAsync("rtm.connect", token)).Text("url")), CancellationToken.None);
        await client.FrameAsync("hello", f => f.Text("type") is "hello");
        return client;
    }

    public Task SendAsync(object frame) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>Waits for a frame, also one that has come already.</summary>
    /// <param name="what">What it is, for the failure's text.</param>
    /// <param name="isIt">Whether a frame is the one.</param>
    public async Task<JsonElement> FrameAsync(string what, Func<JsonElement, bool> isIt)
    {
        foreach (var seen in frames.Where(isIt))
        {
            return seen;
        }

        using var timeout = new CancellationTokenSource(FrameTimeout);
        try
        {
            while (true)
            {
                var frame = await ReceiveAsync(timeout.Token);
                Assert.Null(await FrameCheck.FaultAsync(FrameDirection.RtmServer, frame));
                frames.Add(frame);
                if (isIt(frame))
                {
                    return frame;
                }
            }
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"did not come: {what}; came: {string.Join('\n', frames)}", e);
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<JsonElement> ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer.GetMemory(4096), cancellationToken);
            buffer.Advance(received.Count);
        }
        while (!received.EndOfMessage);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
