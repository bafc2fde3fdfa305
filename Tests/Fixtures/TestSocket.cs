using System.Collections.Immutable;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Fixtures;

/// <summary>A WebSocket client that keeps every frame, fails the test if one is not what the OpenAPI document says, and whose connection a test can cut or stop reading.</summary>
internal sealed class TestSocket : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim changed = new(0);
    private readonly Lock turn = new();
    private readonly FrameDirection direction;
    private readonly HttpMessageInvoker invoker;
    private Socket? connection;
    private ImmutableList<JsonElement> frames = [];
    private Task reading = Task.CompletedTask;
    private string? fault;

    private TestSocket(string url) => (direction, invoker) = (FrameCheck.DirectionOf(url), new HttpMessageInvoker(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            connection = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 16 * 1024 };
            await connection.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(connection, ownsSocket: true);
        },
    }));

    /// <summary>Gets what arrived so far.</summary>
    public ImmutableList<JsonElement> Frames
    {
        get
        {
            lock (turn)
            {
                return frames;
            }
        }
    }

    /// <summary>Gets the close code that the server gave, when it has.</summary>
    public int? CloseCode { get; private set; }

    public bool HasEnded => reading.IsCompleted;

    /// <summary>Opens a socket and waits for its hello.</summary>
    /// <param name="url">The URL of the start payload.</param>
    /// <param name="cursors">For an own client: the cursors to name.</param>
    public static async Task<TestSocket> OpenAsync(string url, IReadOnlyDictionary<string, string>? cursors = null)
    {
        var opened = new TestSocket(url);
        using var patience = new CancellationTokenSource(Patience);
        await opened.socket.ConnectAsync(new Uri(cursors is null ? url : url + "?own=1"), opened.invoker, patience.Token);
        if (cursors is not null)
        {
            await opened.SendAsync(JsonSerializer.Serialize(new { type = "resume", cursors }));
        }

        opened.reading = opened.ReadAsync();
        await opened.WaitAsync("hello", f => Is(f, "hello"));
        return opened;
    }

    /// <summary>Opens a socket that never reads.</summary>
    /// <param name="url">The URL of the start payload.</param>
    /// <param name="own">For a client of ours, which names no cursors.</param>
    public static async Task<TestSocket> OpenStalledAsync(string url, bool own = false)
    {
        var opened = new TestSocket(url);
        using var patience = new CancellationTokenSource(Patience);
        await opened.socket.ConnectAsync(new Uri(own ? url + "?own=1" : url), opened.invoker, patience.Token);
        if (own)
        {
            await opened.SendAsync("""{"type":"resume","cursors":{}}""");
        }

        return opened;
    }

    public static bool Is(JsonElement frame, string type) => string.Equals(Text(frame, "type"), type, StringComparison.Ordinal);

    public static string? Text(JsonElement frame, string name) =>
        frame.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Gets the texts of a channel's plain messages, in the order of arrival.</summary>
    public IReadOnlyList<string> Texts(string channel) =>
        [.. Frames.Where(f => Is(f, "message") && Text(f, "channel") == channel && Text(f, "subtype") is null).Select(f => Text(f, "text")!)];

    /// <summary>Gets the newest event of each channel, as a client would remember it.</summary>
    public Dictionary<string, string> Cursors()
    {
        var cursors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var frame in Frames)
        {
            if (Text(frame, "channel") is { } channel && Text(frame, "event_ts") is { } ts)
            {
                cursors[channel] = ts;
            }
        }

        return cursors;
    }

    public Task SendAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), type, true, CancellationToken.None);

    /// <summary>Waits for a frame.</summary>
    public async Task<JsonElement> WaitAsync(string what, Predicate<JsonElement> frame)
    {
        JsonElement found = default;
        await UntilAsync(what, s => s.Frames.FindIndex(frame) is var at and >= 0 && (found = s.Frames[at]).ValueKind != JsonValueKind.Undefined);
        return found;
    }

    /// <summary>Waits until something holds; looked at after each frame and when the socket ends.</summary>
    public async Task UntilAsync(string what, Predicate<TestSocket> condition, TimeSpan? patience = null)
    {
        using var timeout = new CancellationTokenSource(patience ?? Patience);
        while (!condition(this))
        {
            Assert.Null(fault);
            try
            {
                await changed.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException($"did not come: {what}; frames so far:\n{string.Join('\n', Frames.TakeLast(30))}", exception);
            }
        }
    }

    /// <summary>Waits until the server knows that what came so far was read: the pong of this ping comes after its own ping's pong arrived there.</summary>
    public async Task ConfirmAsync()
    {
        var id = Frames.Count + 1_000_000;
        await SendAsync($$"""{"type":"ping","id":{{id}}}""");
        await WaitAsync("pong", f => Is(f, "pong") && f.GetProperty("reply_to").GetInt32() == id);
    }

    /// <summary>Cuts the connection as a crash does: no close frame, no FIN.</summary>
    public async Task ResetAsync()
    {
        connection!.LingerState = new LingerOption(true, 0);
        connection.Close();
        await reading;
    }

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        connection?.Dispose();
        await reading;
        socket.Dispose();
        invoker.Dispose();
        changed.Dispose();
        Assert.Null(fault);
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[256 * 1024];
        var length = 0;
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    CloseCode = (int?)socket.CloseStatus;
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    break;
                }

                length += part.Count;
                if (part.EndOfMessage)
                {
                    var frame = JsonElement.Parse(buffer.AsSpan(0, length));
                    fault ??= await FrameCheck.FaultAsync(direction, frame);
                    lock (turn)
                    {
                        frames = frames.Add(frame);
                    }

                    length = 0;
                    changed.Release();
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut.
        }

        changed.Release();
    }
}
