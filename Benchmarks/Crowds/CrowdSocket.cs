using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using OrleansSocial.Benchmarks.Wire;

namespace OrleansSocial.Benchmarks.Crowds;

/// <summary>A member's live socket: counts what it gets, and checks order and origin of every frame.</summary>
internal sealed class CrowdSocket(LoadConnection connection, CrowdMember member, CrowdCounts counts, bool sampled) : IMessageSink, IAsyncDisposable
{
    private const byte TextFrame = 0x1;
    private static readonly byte[] _anyMark = Encoding.ASCII.GetBytes(CrowdTeam.MarkOf(0)[..^2]);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _presenceAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<long, TaskCompletionSource<FrameFields>> _pending = new();
    private readonly Dictionary<string, string> _newest = new(StringComparer.Ordinal);
    private readonly byte[] _ownMark = Encoding.ASCII.GetBytes(CrowdTeam.MarkOf(member.Team.Number));
    private long _lastId;
    private int _presenceWanted;
    private volatile bool _given;

    /// <summary>Gets the task that ends with the server's hello.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Gets the task that ends when the presence of all subscribed members has come.</summary>
    public Task PresenceAnswered => _presenceAnswered.Task;

    /// <summary>Starts to read.</summary>
    public void Start() => connection.Start(this);

    /// <summary>Subscribes to the presence of others.</summary>
    public void Subscribe(IReadOnlyList<string> users)
    {
        _presenceWanted = users.Count;
        if (users.Count == 0)
        {
            _presenceAnswered.TrySetResult();
            return;
        }

        Send(JsonSerializer.SerializeToUtf8Bytes(new { type = "presence_sub", ids = users }));
    }

    /// <summary>Says that the member types.</summary>
    public void Type(string channel) => Send(JsonSerializer.SerializeToUtf8Bytes(new { id = Interlocked.Increment(ref _lastId), type = "typing", channel }));

    /// <summary>Posts and waits for the acknowledgement.</summary>
    /// <exception cref="IOException">The socket ended before it came.</exception>
    /// <exception cref="TimeoutException">It did not come in 10 s.</exception>
    public async Task<FrameFields> Post(string channel, string text, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        var pending = _pending[id] = new TaskCompletionSource<FrameFields>(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(JsonSerializer.SerializeToUtf8Bytes(new { id, type = "message", channel, text }));
        return await pending.Task.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
    }

    /// <inheritdoc/>
    public void OnMessage(ReadOnlySpan<byte> message)
    {
        counts.Frame(message.Length);
        var frame = FrameFields.Read(message);
        if (frame.ReplyTo is { } id)
        {
            if (frame.Type is null && _pending.TryRemove(id, out var pending))
            {
                pending.TrySetResult(frame);
            }

            return;
        }

        switch (frame.Type)
        {
            case "hello":
                _ready.TrySetResult();
                break;
            case "presence_change":
                counts.Presence(frame.Users, message.Length);
                if (Interlocked.Add(ref _presenceWanted, -frame.Users) <= 0)
                {
                    _presenceAnswered.TrySetResult();
                }

                break;
            case "resync" or "goodbye":
                counts.Fault($"{frame.Type} for {member.Id}: {Encoding.UTF8.GetString(message)}");
                break;
            case "message":
                Check(frame, message);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void OnReadDone()
    {
    }

    /// <inheritdoc/>
    public void OnClosed(Exception? error)
    {
        var end = new IOException("the socket ended", error);
        if (!_given)
        {
            counts.Fault($"the server ended the socket of {member.Id}: {error?.Message}");
        }

        _ready.TrySetException(end);
        _presenceAnswered.TrySetException(end);
        _ = (_ready.Task.Exception, _presenceAnswered.Task.Exception);
        foreach (var pending in _pending.Values)
        {
            pending.TrySetException(end);
        }
    }

    /// <summary>Cuts the line, without a goodbye.</summary>
    public ValueTask DisposeAsync()
    {
        _given = true;
        return connection.DisposeAsync();
    }

    private void Check(in FrameFields frame, ReadOnlySpan<byte> message)
    {
        // A reply makes two frames of one event: itself, and the hidden message_replied.
        if (frame is { Channel: { } channel, EventTs: { } at, Subtype: not "message_replied" })
        {
            // Fixed width: the order of the texts is that of the numbers.
            if (_newest.TryGetValue(channel, out var newest) && string.CompareOrdinal(newest, at) >= 0)
            {
                counts.Fault($"{at} after {newest} in {channel} at {member.Id}");
            }

            _newest[channel] = at;
        }

        if (message.IndexOf(_anyMark) >= 0 && message.IndexOf(_ownMark) < 0)
        {
            counts.Fault($"a text of another team at {member.Id}: {Encoding.UTF8.GetString(message)}");
        }

        if (frame.Subtype is null && PostText.ReadClock(message) is var sent and > 0)
        {
            counts.Delivery(sampled ? TimeProvider.System.GetTimestamp() - sent : 0);
        }
    }

    private void Send(ReadOnlySpan<byte> json)
    {
        Span<byte> wire = new byte[WebSocketFraming.HeaderBytesMax + json.Length];
        try
        {
            connection.Send(wire[..WebSocketFraming.WriteFrame(wire, TextFrame, json)]);
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            throw new IOException("the socket ended", e);
        }
    }
}
