using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary>
/// One app at this gateway: its sockets, and the envelopes that wait, are on their way or are to be sent again. Each envelope goes to
/// one socket; those of one chain to the same, so that they arrive in order. Owned by the delivery loop.
/// </summary>
internal sealed partial class AppHub(AppInfo app, SocketModeOptions options, SocketModeInstruments instruments, ILogger logger, TimeProvider clock) : IEnvelopes, IDisposable
{
    /// <summary>The most envelopes that wait; live events stop at half of it and go on from pages, requests are refused.</summary>
    public const int WaitingMax = 256;

    /// <summary>The most bytes that wait, by the same rule.</summary>
    public const int WaitingBytesMax = 1024 * 1024;

    private readonly List<AppSocket> _sockets = [];
    private readonly Queue<AppEnvelope> _waiting = new();
    private readonly Queue<AppEnvelope> _again = new();
    private readonly Dictionary<string, AppEnvelope> _open = new(StringComparer.Ordinal);
    private int _bytes;
    private int _inFlight;

    public AppInfo App { get; } = app;

    /// <summary>Gets the turn of what calls the app's grain, one at a time.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Gets the feed while this gateway has the claim.</summary>
    public AppFeed? Feed { get; private set; }

    /// <summary>Gets or sets how many sockets are about to be added.</summary>
    public int Opening { get; set; }

    /// <summary>Gets or sets the clock's reading when the grain was last told about the sockets.</summary>
    public long ToldAt { get; set; } = clock.GetTimestamp();

    public int Sockets => _sockets.Count;

    public bool IsUnused => _sockets.Count + Opening == 0;

    public bool HasRoom => _waiting.Count < WaitingMax / 2 && _bytes < WaitingBytesMax / 2;

    public bool HasBacklogRoom => _waiting.Count < WaitingMax / 8 && _bytes < WaitingBytesMax / 16;

    public void Start(AppFeed feed) => Feed = feed;

    /// <summary>Ends the feed: what its envelopes have not brought comes again from the cursors.</summary>
    /// <returns>The feed and how far the app has acknowledged; null when there is none.</returns>
    public (AppFeed Feed, ImmutableDictionary<string, long> Cursors)? StopFeed()
    {
        if (Feed is not { } feed)
        {
            return null;
        }

        var cursors = feed.Session.Cursors();
        feed.Session.End();
        Feed = null;
        List<AppEnvelope> requests = [.. _waiting.Where(e => e.Feed is null)];
        _waiting.Clear();
        _bytes = 0;
        requests.ForEach(Add);
        foreach (var e in _open.Values.Where(e => e.Feed is not null).ToList())
        {
            Settle(e);
        }

        return (feed, cursors);
    }

    public void Add(AppSocket socket)
    {
        _sockets.Add(socket);
        Pump();
    }

    /// <summary>A socket ends: what it did not acknowledge goes to another.</summary>
    public void Remove(AppSocket socket)
    {
        if (!_sockets.Remove(socket))
        {
            return;
        }

        foreach (var e in _open.Values.Where(e => ReferenceEquals(e.Socket, socket)).ToList())
        {
            Again(e);
        }

        Pump();
    }

    /// <summary>Has a socket end.</summary>
    public void Close(AppSocket socket, string reason)
    {
        Remove(socket);
        socket.Close(reason);
    }

    public void CloseAll(string reason, Func<AppSocket, bool> which)
    {
        foreach (var socket in _sockets.Where(which).ToList())
        {
            Close(socket, reason);
        }
    }

    public void Add(AppEnvelope envelope)
    {
        _waiting.Enqueue(envelope);
        _bytes += envelope.Payload.Length;
        Pump();
    }

    /// <summary>Adds somebody's request to the app.</summary>
    /// <returns>False when the app has no socket here, or too much waits.</returns>
    public bool TryAdd(AppEnvelope request)
    {
        if (_sockets.Count == 0 || _waiting.Count >= WaitingMax || _bytes >= WaitingBytesMax)
        {
            return false;
        }

        Add(request);
        return true;
    }

    /// <summary>The app acknowledged an envelope, on time or not.</summary>
    /// <param name="id">The envelope.</param>
    /// <param name="answer">The payload that it sent back, or null.</param>
    public void OnAcknowledged(string id, string? answer)
    {
        if (_open.TryGetValue(id, out var e))
        {
            Settle(e);
            e.Answered?.TrySetResult(answer ?? "null");
            Pump();
            RoomMade();
        }
    }

    /// <summary>Takes cursors back to before what the app has not acknowledged.</summary>
    public void TakeBack(Dictionary<string, long> cursors)
    {
        foreach (var e in _waiting.Concat(_open.Values))
        {
            if (e.Feed is { } feed && cursors.TryGetValue(feed.ChainKey, out var cursor) && e.Before < cursor)
            {
                cursors[feed.ChainKey] = e.Before;
            }
        }
    }

    public void OnTick()
    {
        foreach (var e in _open.Values.Where(e => e.Socket is not null && clock.GetElapsedTime(e.SentAt) > options.AckTimeMax).ToList())
        {
            Again(e);
        }

        CloseAll(SocketModeFrames.RefreshRequested, s => clock.GetElapsedTime(s.OpenedAt) > options.ConnectionTime);
        Pump();
        RoomMade();
    }

    public void Dispose() => Turn.Dispose();

    private void RoomMade()
    {
        if (Feed is { Session.IsBehind: true } feed && HasBacklogRoom)
        {
            feed.Session.PumpBacklog();
        }
    }

    private void Again(AppEnvelope e)
    {
        _inFlight--;
        e.Socket = null;
        if (e.Answered is not null || e.Attempt >= options.RetriesMax)
        {
            _open.Remove(e.Id);
            e.Answered?.TrySetResult(null);
            instruments.Dropped();
            LogGivenUp(logger, App.Id, e.Type, e.Attempt + 1);
            return;
        }

        e.Attempt++;
        _again.Enqueue(e);
    }

    private void Settle(AppEnvelope e)
    {
        _open.Remove(e.Id);
        if (e.Socket is not null)
        {
            _inFlight--;
            e.Socket = null;
        }
    }

    private void Pump()
    {
        while (_sockets.Count > 0 && _inFlight < options.InFlightMax)
        {
            if (_again.TryPeek(out var e) && !_open.ContainsKey(e.Id))
            {
                // Acknowledged late, or given up with its feed.
                _again.Dequeue();
                continue;
            }

            var isRetry = e is not null;
            if (e is null && !_waiting.TryPeek(out e))
            {
                return;
            }

            var socket = _sockets[(int)(e.Lane % (uint)_sockets.Count)];
            if (!socket.TrySend(SocketModeFrames.Envelope(e)))
            {
                return;
            }

            if (isRetry)
            {
                _again.Dequeue();
            }
            else
            {
                _waiting.Dequeue();
                _bytes -= e.Payload.Length;
                _open.Add(e.Id, e);
            }

            _inFlight++;
            (e.Socket, e.SentAt) = (socket, clock.GetTimestamp());
            instruments.Sent(isRetry);
        }
    }

    [LoggerMessage(4120, LogLevel.Warning, "App {App} acknowledged no {Type} envelope after {Times} times: given up")]
    private static partial void LogGivenUp(ILogger logger, string app, string type, int times);
}
