using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;

namespace OrleansSocial.Benchmarks.Yardsticks;

/// <summary>One socket of the raw fan-out: a bounded queue with one writer, as any server needs that must not wait for its slowest client.</summary>
internal sealed class FanOutSocket(
    WebSocket webSocket,
    string user,
    MessageMinter minter,
    ConcurrentDictionary<string, ImmutableArray<FanOutSocket>> channels)
{
    private const int QueueFramesMax = 1024;
    private const int FrameBytesMax = 4 * 1024;

    private readonly Channel<ReadOnlyMemory<byte>> _queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(QueueFramesMax) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Serves the socket until it ends.</summary>
    public async Task Run(string[] joined, CancellationToken cancellationToken)
    {
        foreach (var channel in joined)
        {
            channels.AddOrUpdate(channel, _ => [this], (_, sockets) => sockets.Add(this));
        }

        _queue.Writer.TryWrite("{\"type\":\"hello\"}"u8.ToArray());
        var writing = Write(cancellationToken);
        try
        {
            await Receive(cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client has gone.
        }
        finally
        {
            foreach (var channel in joined)
            {
                channels.AddOrUpdate(channel, _ => [], (_, sockets) => sockets.Remove(this));
            }

            _queue.Writer.Complete();
            await writing;
        }
    }

    private async Task Receive(CancellationToken cancellationToken)
    {
        var buffer = new byte[FrameBytesMax];
        while (true)
        {
            var result = await webSocket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            Post(buffer.AsSpan(0, result.Count));
        }
    }

    private void Post(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame);
        var post = JsonElement.ParseValue(ref reader);
        var channel = post.GetProperty("channel").GetString()!;
        var text = post.GetProperty("text").GetString()!;
        var ts = MessageMinter.Format(minter.Next());
        ReadOnlyMemory<byte> bytes = JsonSerializer.SerializeToUtf8Bytes(ChatMessage.Create(channel, user, text, ts));
        foreach (var socket in channels.GetValueOrDefault(channel, []))
        {
            if (socket != this)
            {
                socket._queue.Writer.TryWrite(bytes);
            }
        }

        _queue.Writer.TryWrite(JsonSerializer.SerializeToUtf8Bytes(new { ok = true, reply_to = post.GetProperty("id").GetInt32(), ts, text }));
    }

    private async Task Write(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var frame in _queue.Reader.ReadAllAsync(cancellationToken))
            {
                await webSocket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client has gone.
        }
    }
}
