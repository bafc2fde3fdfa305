using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using OrleansSocial.Gateway.Presence;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>Reads a socket's frames: answers pings, hands posts on, and lets their replies take the place of their events, in the order of their frames.</summary>
internal sealed class RtmSocket : IDisposable
{
    /// <summary>The most posts of one socket under way; further frames wait unread.</summary>
    public const int PostsMax = 64;

    private static readonly TimeSpan OrderTimeMax = TimeSpan.FromMilliseconds(500);

    private readonly WebSocket _socket;
    private readonly FrameReader _reader;
    private readonly RtmSession _session;
    private readonly ISessionWriter _writer;
    private readonly Caller _caller;
    private readonly IRtmCommands _commands;
    private readonly SessionHost _host;
    private readonly InboundRate _rate;
    private readonly Channel<(OwnPost Own, Task<RtmReply> Reply)> _replies = Channel.CreateBounded<(OwnPost, Task<RtmReply>)>(PostsMax - 1);
    private readonly CancellationTokenSource _gone = new();

    public RtmSocket(
        WebSocket socket, FrameReader reader, RtmSession session, Caller caller, IRtmCommands commands, SessionHost host, RtmOptions options)
    {
        (_socket, _reader, _session, _writer, _caller, _commands, _host) = (socket, reader, session, session.Writer, caller, commands, host);
        _rate = new InboundRate(options, host.Clock);
    }

    /// <summary>Reads until the peer closes or is gone, or the socket is closed from here.</summary>
    public async Task RunAsync()
    {
        var replying = SettleAsync();
        try
        {
            while (await ReadAsync())
            {
            }
        }
        catch (Exception)
        {
            // The peer is gone without a close frame, or the writer gave it up.
        }

        _replies.Writer.TryComplete();
        _writer.Close(SocketEnd.PeerGone);
        await _gone.CancelAsync();
        await replying;
    }

    public void Dispose() => _gone.Dispose();

    private async ValueTask<bool> ReadAsync()
    {
        var (outcome, bytes) = await _reader.ReadAsync(CancellationToken.None);
        try
        {
            switch (outcome)
            {
                case FrameOutcome.Closed:
                    return false;
                case FrameOutcome.TooLarge:
                    return await RefuseAsync("the frame is over 64 KiB");
                case FrameOutcome.Binary:
                    return await RefuseAsync("the frame is not text");
            }

            _rate.Take();
            if (_rate.IsFlood)
            {
                return await RefuseAsync(RtmFrames.TooFastText, RtmFrames.TooFast);
            }

            return await HandleAsync(bytes);
        }
        finally
        {
            _reader.Release();
        }
    }

    private async ValueTask<bool> HandleAsync(ReadOnlyMemory<byte> bytes)
    {
        JsonElement frame;
        string? type;
        try
        {
            frame = JsonElement.Parse(bytes.Span);
            type = frame.ValueKind == JsonValueKind.Object && frame.TryGetProperty("type", out var name) && name.ValueKind == JsonValueKind.String
                ? name.GetString()
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return await RefuseAsync("the frame is not JSON");
        }

        if (frame.ValueKind != JsonValueKind.Object)
        {
            return await RefuseAsync("the frame is not a JSON object");
        }

        if (_rate.IsOver)
        {
            _host.Instruments.Refused();
            if (_writer.HasRoom)
            {
                // A flood of answers to a flood would only look like a client that reads too slowly.
                _writer.Send(RtmFrames.Error(RtmFrames.TooFast, RtmFrames.TooFastText, frame));
            }

            return true;
        }

        switch (type)
        {
            case "ping":
                _writer.Send(RtmFrames.Pong(frame));
                break;
            case "message":
                var own = Posting(frame);
                await _replies.Writer.WriteAsync((own, _commands.PostAsync(_caller, _session.TokenId, frame, _gone.Token)));
                break;
            case "typing":
                _commands.Typing(_caller, frame);
                break;
            case "presence_sub":
                var watched = Users(frame);
                _host.Loop.Post(() =>
                {
                    if (!_session.HasEnded)
                    {
                        _host.Presence.Watch(_session, watched);
                    }
                });
                break;
            case "presence_query":
                var asked = Users(frame);
                _host.Loop.Post(() => _host.Presence.Query(_session, asked));
                break;
            case "tickle" or "resume" or "pong":
                // Known to clients and without effect here.
                break;
            default:
                _writer.Send(RtmFrames.Error(RtmFrames.BadFrame, "unknown type of frame", frame));
                break;
        }

        return true;
    }

    private static List<UserId> Users(JsonElement frame)
    {
        var users = new List<UserId>();
        if (frame.TryGetProperty("ids", out var ids) && ids.ValueKind == JsonValueKind.Array)
        {
            foreach (var id in ids.EnumerateArray().Take(PresenceHub.WatchedMax))
            {
                if (id.ValueKind == JsonValueKind.String && UserId.TryParse(id.GetString(), out var user))
                {
                    users.Add(user);
                }
            }
        }

        return users;
    }

    private OwnPost Posting(JsonElement frame)
    {
        var own = new OwnPost(Text(frame, "channel"), _commands.TextOf(Text(frame, "text")));

        // Posted before the call: the message's event can only come to the loop after it.
        _host.Loop.Post(() => _session.Posts.Add(own));
        return own;
    }

    // In the order of the frames; a post that hangs lets the later ones pass, and the events that wait for them.
    private async Task SettleAsync()
    {
        var late = new List<Task>();
        await foreach (var (own, pending) in _replies.Reader.ReadAllAsync())
        {
            if (!pending.IsCompleted)
            {
                await Task.WhenAny(pending, Task.Delay(OrderTimeMax, _host.Clock));
            }

            if (pending.IsCompleted)
            {
                await SettleAsync(own, pending);
            }
            else
            {
                late.RemoveAll(t => t.IsCompleted);
                late.Add(SettleAsync(own, pending));
            }
        }

        await Task.WhenAll(late);
    }

    private async Task SettleAsync(OwnPost own, Task<RtmReply> pending)
    {
        RtmReply reply = default;
        try
        {
            reply = await pending;
        }
        catch (Exception)
        {
            // No reply: the client's own time-out decides.
        }

        _host.Loop.Post(() => _session.OnPosted(own, reply));
    }

    /// <summary>Tells the client what it did, closes, and reads on only for its close frame.</summary>
    private async ValueTask<bool> RefuseAsync(string reason, int code = RtmFrames.BadFrame)
    {
        _host.Instruments.Refused();
        _writer.Send(RtmFrames.Error(code, reason));
        _writer.Close(SocketEnd.Policy);
        using var patience = new CancellationTokenSource(SocketWriter.GoodbyeTimeMax, _host.Clock);
        while (_socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            _reader.Release();
            if (await _reader.ReadAsync(patience.Token) is { Outcome: FrameOutcome.Closed })
            {
                break;
            }
        }

        return false;
    }

    private static string Text(JsonElement frame, string name)
    {
        try
        {
            return frame.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
        }
        catch (InvalidOperationException)
        {
            return string.Empty;
        }
    }
}
