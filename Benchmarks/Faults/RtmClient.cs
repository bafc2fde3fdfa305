using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>
/// A socket client that writes every frame down and comes back after every loss. It removes no repeats and puts nothing
/// in order: what it logs is what the server sent.
/// </summary>
public sealed class RtmClient(
    RunSocket self,
    FaultMember member,
    FaultApi api,
    GatewayPool gateways,
    RtmConnector connector,
    bool proxied,
    JsonlWriter frames,
    JsonlWriter http) : IDisposable
{
    private const int FrameBytesMax = 1024 * 1024;
    private const int HistoryPage = 200;
    private const int HistoryPagesMax = 100;
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(27);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);

    // A client that was away longer asks for history by itself, as real clients do; the server keeps a session for 30 s.
    private static readonly TimeSpan SessionKept = TimeSpan.FromSeconds(28);

    private readonly ConcurrentDictionary<string, string> _cursors = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, TaskCompletionSource<RtmAck>> _pending = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private volatile ClientWebSocket? _socket;
    private string? _reconnectUrl;
    private int _connection;
    private long _lastId;
    private double _lostAt;
    private double _heardAt;
    private TimeSpan _pauseBeforeSocket;

    /// <summary>What it has been told of.</summary>
    public SeenMessages Seen { get; } = new();

    /// <summary>Its number, member, channels and manner.</summary>
    public RunSocket Self => self;

    /// <summary>Whether hello has come on the present socket.</summary>
    public bool Live { get; private set; }

    /// <summary>Drops the socket; between the next rtm.connect and the opening of its socket it waits so long.</summary>
    public void Reopen(TimeSpan pause)
    {
        _pauseBeforeSocket = pause;
        _reconnectUrl = null;
        _socket?.Abort();
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ConnectAndReadAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
            {
                frames.Write(new FrameEntry(api.NowMs, _connection, Live ? FrameEvent.Lost : FrameEvent.NoConnect, $"{error.GetType().Name}: {error.Message}"));
            }

            Forget();
            await Task.Delay(RetryPause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sending.Dispose();

    /// <summary>Posts over the socket; one attempt.</summary>
    public async Task<RtmAck> PostAsync(string channel, string text, string? clientMessageId, CancellationToken cancellationToken)
    {
        if (_socket is not { } socket || !Live)
        {
            return new RtmAck(ApiOutcome.NeverSent, Why: "no socket");
        }

        var id = Interlocked.Increment(ref _lastId);
        var ack = new TaskCompletionSource<RtmAck>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = ack;
        try
        {
            await SendAsync(
                socket,
                JsonSerializer.Serialize(new { id, type = "message", channel, text, client_msg_id = clientMessageId }, FaultJson.Line),
                cancellationToken);
            return await ack.Task.WaitAsync(AckTimeout, cancellationToken);
        }
        catch (Exception error) when (error is WebSocketException or TimeoutException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            return new RtmAck(ApiOutcome.Lost, Why: error.GetType().Name);
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    private static string? Text(JsonElement frame, string name) =>
        frame.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private void Forget()
    {
        if (Live)
        {
            _lostAt = api.NowMs;
        }

        Live = false;
        _socket = null;
        foreach (var (id, ack) in _pending)
        {
            ack.TrySetResult(new RtmAck(ApiOutcome.Lost, Why: "socket ended"));
            _pending.TryRemove(id, out _);
        }
    }

    private async Task ConnectAndReadAsync(CancellationToken cancellationToken)
    {
        _connection++;
        var address = self.Kind == ResumeKind.ReconnectUrl ? Interlocked.Exchange(ref _reconnectUrl, null) : null;
        address ??= await connector.AddressAsync(member, cancellationToken);
        var pause = _pauseBeforeSocket;
        _pauseBeforeSocket = TimeSpan.Zero;
        await Task.Delay(pause, cancellationToken);
        using var socket = await connector.OpenAsync(address, proxied, self.Kind == ResumeKind.Cursors ? _cursors : null, cancellationToken);
        _socket = socket;
        _heardAt = api.NowMs;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pinging = PingAsync(socket, ended.Token);
        try
        {
            await ReadAsync(socket, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await pinging;
        }
    }

    private async Task ReadAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[FrameBytesMax];
        var filled = 0;
        for (; ; )
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException($"closed by the server: {socket.CloseStatus} {socket.CloseStatusDescription}");
            }

            filled += part.Count;
            if (!part.EndOfMessage)
            {
                continue;
            }

            _heardAt = api.NowMs;
            var text = Encoding.UTF8.GetString(buffer, 0, filled);
            filled = 0;
            if (!Take(text, cancellationToken))
            {
                throw new WebSocketException("goodbye");
            }
        }
    }

    // False on goodbye.
    private bool Take(string text, CancellationToken cancellationToken)
    {
        var frame = JsonElement.Parse(text);
        var type = Text(frame, "type");
        if (type is "hello")
        {
            Live = true;
            frames.Write(new FrameEntry(api.NowMs, _connection, FrameEvent.Open, text));
            if (self.Kind != ResumeKind.Cursors && _lostAt > 0 && api.NowMs - _lostAt > SessionKept.TotalMilliseconds)
            {
                foreach (var channel in self.Channels)
                {
                    _ = FillAsync(channel, cancellationToken);
                }
            }

            return true;
        }

        if (type is "pong")
        {
            return true;
        }

        frames.Write(new FrameEntry(api.NowMs, _connection, FrameEvent.In, text));
        if (type is "goodbye")
        {
            return false;
        }

        if (type is "reconnect_url")
        {
            _reconnectUrl = Text(frame, "url");
        }
        else if (type is "resync" && Text(frame, "channel") is { } behind)
        {
            _ = FillAsync(behind, cancellationToken);
        }
        else if (type is null || frame.TryGetProperty("reply_to", out _))
        {
            Acknowledge(frame);
        }
        else if (Text(frame, "channel") is { } channel && Text(frame, "event_ts") is { } eventTs)
        {
            _cursors.AddOrUpdate(channel, eventTs, (_, old) => string.CompareOrdinal(old, eventTs) < 0 ? eventTs : old);
            if (type is "message" && Text(frame, "ts") is { } ts)
            {
                Seen.Add(channel, ts);
            }
        }

        return true;
    }

    private void Acknowledge(JsonElement frame)
    {
        if (!frame.TryGetProperty("reply_to", out var replyTo) || !replyTo.TryGetInt64(out var id) || !_pending.TryRemove(id, out var ack))
        {
            return;
        }

        if (frame.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True)
        {
            ack.TrySetResult(new RtmAck(ApiOutcome.Answered, Text(frame, "ts")));
            return;
        }

        var error = frame.TryGetProperty("error", out var value) && value.ValueKind == JsonValueKind.Object ? value : default;
        var code = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("code", out var number) && number.TryGetInt32(out var read) ? read : 0;
        ack.TrySetResult(new RtmAck(ApiOutcome.Answered, Why: frame.GetRawText(), Code: code));
    }

    private async Task PingAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(PingEvery, cancellationToken);
                if (api.NowMs - _heardAt > SilenceMax.TotalMilliseconds)
                {
                    socket.Abort();
                    return;
                }

                var id = Interlocked.Increment(ref _lastId);
                await SendAsync(socket, string.Create(CultureInfo.InvariantCulture, $"{{\"id\":{id},\"type\":\"ping\"}}"), cancellationToken);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            // The reader sees the end too and reports it.
        }
    }

    private async Task SendAsync(ClientWebSocket socket, string text, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    // A gap that the server does not fill: everything newer than the cursor, by history.
    private async Task FillAsync(string channel, CancellationToken cancellationToken)
    {
        var oldest = _cursors.GetValueOrDefault(channel, "0000000000.000000");
        var cursor = string.Empty;
        for (var page = 0; page < HistoryPagesMax && !cancellationToken.IsCancellationRequested; page++)
        {
            var form = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["channel"] = channel,
                ["oldest"] = oldest,
                ["limit"] = HistoryPage.ToString(CultureInfo.InvariantCulture),
                ["cursor"] = cursor,
            };
            var reply = await api.CallAsync(gateways.Next(), "conversations.history", member.Token, form, http, cancellationToken);
            if (!reply.Ok || reply.Body is not { } body || !body.TryGetProperty("messages", out var messages))
            {
                await Task.Delay(RetryPause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            foreach (var message in messages.EnumerateArray())
            {
                frames.Write(new FrameEntry(api.NowMs, _connection, FrameEvent.History, message.GetRawText(), channel));
                if (Text(message, "ts") is { } ts)
                {
                    Seen.Add(channel, ts);
                }
            }

            cursor = reply.Text("response_metadata", "next_cursor") ?? string.Empty;
            if (cursor.Length == 0)
            {
                return;
            }
        }
    }
}
