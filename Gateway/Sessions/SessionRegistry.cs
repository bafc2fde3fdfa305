using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Sessions;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>The sessions whose sockets are at this gateway: saves them, and ends those that are slow, claimed elsewhere or revoked.</summary>
internal sealed class SessionRegistry : ISocketHolder
{
    private readonly Dictionary<string, RtmSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> _closing = new(StringComparer.Ordinal);
    private readonly SessionSaver _saver;
    private readonly RtmOptions _options;
    private readonly SessionHost _host;
    private long _savedAt;
    private int _count;

    public SessionRegistry(SessionHost host, SessionSaver saver, RtmOptions options)
    {
        (_host, _saver, _options) = (host, saver, options);
        _savedAt = host.Clock.GetTimestamp();
        saver.ClaimsLost = lost => host.Loop.Post(() => EndClaimed(lost));
        host.Instruments.Observe(() => Count);
        host.Loop.EveryTick(OnTick);
    }

    public SessionHost Host => _host;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a session and starts its feeds; on the loop.</summary>
    public Task AddAsync(RtmSession session, IReadOnlyList<UserChannel> channels, long ownHead) => _host.Loop.CallAsync(() =>
    {
        if (_sessions.TryGetValue(session.Id, out var newer) && newer.Claim > session.Claim)
        {
            // Its client gave this socket up and opened that one before this one got so far.
            session.Writer.Close(SocketEnd.Claimed);
            session.End();
            return false;
        }

        if (_sessions.Remove(session.Id, out var old))
        {
            old.Writer.Close(SocketEnd.Claimed);
            old.End();
        }

        _sessions.Add(session.Id, session);
        Volatile.Write(ref _count, _sessions.Count);
        session.Writer.RoomMade = () => _host.Loop.Post(session.PumpBacklog);
        session.Start(channels, ownHead);
        _saver.Save(session.Team, [session.Snapshot(SessionState.Open)]);
        return true;
    });

    /// <summary>Ends a session whose socket is gone, and saves how far it got.</summary>
    public async Task RemoveAsync(RtmSession session)
    {
        var saved = await _host.Loop.CallAsync(() =>
        {
            if (session.HasEnded)
            {
                return _closing.GetValueOrDefault(session.Id) ?? Task.CompletedTask;
            }

            var record = session.Snapshot(SessionState.Closed);
            session.End();
            if (_sessions.TryGetValue(session.Id, out var current) && ReferenceEquals(current, session))
            {
                _sessions.Remove(session.Id);
                Volatile.Write(ref _count, _sessions.Count);
            }

            return _closing[session.Id] = _saver.SaveAsync(record);
        });
        await saved;
        _host.Loop.Post(() =>
        {
            if (_closing.TryGetValue(session.Id, out var last) && ReferenceEquals(last, saved))
            {
                _closing.Remove(session.Id);
            }
        });
    }

    /// <summary>
    /// Finds a session's open socket here. A client that comes back at once may be faster than the end of its old socket:
    /// that one is closed and saved first, so that "none" means that its cursors can be read.
    /// </summary>
    public async Task<OpenSocket?> FindOpenAsync(string id)
    {
        var (session, closing, open) = await _host.Loop.CallAsync(() =>
        {
            var known = _sessions.GetValueOrDefault(id);
            var isOpen = known is { Writer: { End: SocketEnd.None, IsPeerGone: false } };
            return (known, _closing.GetValueOrDefault(id), isOpen ? new OpenSocket(known!.Writer.IsAllRead, known.Cursors()) : null);
        });
        if (open is null)
        {
            await (session is not null ? RemoveAsync(session) : closing ?? Task.CompletedTask);
        }

        return open;
    }

    /// <summary>Closes a session's socket for another one, and tells how far it got: null when it is not here, or has a later claim.</summary>
    public async Task<ImmutableDictionary<string, long>?> ReleaseAsync(string id, int claim)
    {
        var session = await _host.Loop.CallAsync(() =>
        {
            if (_sessions.TryGetValue(id, out var released) && released.Claim <= claim)
            {
                _sessions.Remove(id);
                Volatile.Write(ref _count, _sessions.Count);
                released.Writer.Close(SocketEnd.Claimed);
                released.End();
                return released;
            }

            return null;
        });
        if (session is null)
        {
            return null;
        }

        await session.Writer.SettleAsync();
        return await _host.Loop.CallAsync(session.Cursors);
    }

    public void OnRevoked(string tokenId) => _host.Loop.Post(() =>
    {
        foreach (var session in _sessions.Values)
        {
            if (string.Equals(session.TokenId, tokenId, StringComparison.Ordinal))
            {
                session.Writer.Close(SocketEnd.Revoked);
            }
        }
    });

    /// <summary>Says goodbye to all.</summary>
    public void CloseAll() => _host.Loop.Post(() =>
    {
        foreach (var session in _sessions.Values)
        {
            session.Writer.Close(SocketEnd.GatewayStops);
        }
    });

    private void EndClaimed(IReadOnlyList<SessionRecord> lost)
    {
        foreach (var record in lost)
        {
            // A late answer about a claim before this one says nothing about this one.
            if (_sessions.TryGetValue(record.Id, out var session) && session.Claim <= record.Claim)
            {
                session.Writer.Close(SocketEnd.Claimed);
            }
        }
    }

    private void OnTick()
    {
        foreach (var session in _sessions.Values)
        {
            if (session.Writer.IsTooOld)
            {
                session.Writer.Close(SocketEnd.TooSlow);
            }
            else if (session.IsBehind)
            {
                session.PumpBacklog();
            }

            session.Writer.AskReceipt();
        }

        if (_host.Clock.GetElapsedTime(_savedAt) < _options.SavePeriod)
        {
            return;
        }

        _savedAt = _host.Clock.GetTimestamp();
        foreach (var team in _sessions.Values.GroupBy(s => s.Team))
        {
            // All of them, changed or not: an open session that is not saved any more belongs to a gateway that died.
            _saver.Save(team.Key, team.Select(s => s.Snapshot(SessionState.Open)));
        }
    }
}
