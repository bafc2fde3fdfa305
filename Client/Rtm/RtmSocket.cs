using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OrleansSocial.Client.Api;

namespace OrleansSocial.Client.Rtm;

/// <summary>One WebSocket to a gateway, from rtm.connect to its end.</summary>
internal sealed class RtmSocket : IDisposable
{
    private const int FrameBytesMax = 4 * 1024 * 1024;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly ClientWebSocket socket = new();
    private readonly ArrayBufferWriter<byte> frame = new(64 * 1024);

    private RtmSocket(TimeSpan keepAlive)
    {
        // Pings with a time-out find a dead gateway behind a silent network.
        socket.Options.KeepAliveInterval = keepAlive;
        socket.Options.KeepAliveTimeout = keepAlive;
    }

    /// <summary>Gets how often the gateway is pinged, and how long its answer is waited for.</summary>
    public static TimeSpan KeepAlive { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Asks for a URL, opens the socket and sends what has been shown already.</summary>
    public static async Task<RtmSocket> OpenAsync(ApiClient api, TailCursors cursors, TimeSpan keepAlive, CancellationToken cancellationToken)
    {
        var start = await api.CallAsync("rtm.connect", new Dictionary<string, string?>(StringComparer.Ordinal), cancellationToken);
        var url = start.Text("url") ?? throw new ApiException("invalid_response");
        var own = new UriBuilder(url);
        own.Query = own.Query.Length > 1 ? $"{own.Query[1..]}&own=1" : "own=1";

        var opened = new RtmSocket(keepAlive);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectTimeout);
        try
        {
            await opened.socket.ConnectAsync(own.Uri, limit.Token);
            await opened.socket.SendAsync(cursors.ResumeFrame(), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
            return opened;
        }
        catch (Exception e) when (e is WebSocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            opened.Dispose();
            throw new UnreachableException($"cannot open {own.Host}:{own.Port}: {e.Message}", e);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Reads frames until the socket ends, for whatever reason.</summary>
    public async IAsyncEnumerable<JsonElement> FramesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await ReadFrameAsync(cancellationToken))
        {
            JsonElement parsed;
            try
            {
                using var document = JsonDocument.Parse(frame.WrittenMemory);
                parsed = document.RootElement.Clone();
            }
            catch (JsonException)
            {
                continue;
            }

            yield return parsed;
        }
    }

    /// <summary>Says good-bye; a gateway that does not answer is left alone.</summary>
    public async Task CloseAsync()
    {
        using var limit = new CancellationTokenSource(CloseTimeout);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, limit.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            // It is gone: that is what we wanted.
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<bool> ReadFrameAsync(CancellationToken cancellationToken)
    {
        frame.ResetWrittenCount();
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(frame.GetMemory(16 * 1024), cancellationToken);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    return false;
                }

                frame.Advance(read.Count);
                if (read.EndOfMessage)
                {
                    return true;
                }

                if (frame.WrittenCount > FrameBytesMax)
                {
                    return false;
                }
            }
        }
        catch (Exception e) when (e is WebSocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Cut, or its pings found no answer any more.
            return false;
        }
    }
}
