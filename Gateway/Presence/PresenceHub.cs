using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Presence;

namespace OrleansSocial.Gateway.Presence;

/// <summary>
/// Who has sockets here, and whose presence they want to see. Owned by the delivery loop. Costs grow with what is subscribed,
/// not with the team: a member is watched once for all sockets, and changes go out together a few times a second.
/// </summary>
internal sealed class PresenceHub
{
    /// <summary>The most members that one socket watches (wee-slack subscribes at most 750 at once).</summary>
    public const int WatchedMax = 1_000;

    /// <summary>The most members that all sockets of a gateway watch together.</summary>
    public const int WatchedInAllMax = 200_000;

    /// <summary>How often reports and watches are renewed.</summary>
    public static readonly TimeSpan RenewPeriod = TimeSpan.FromSeconds(10);

    /// <summary>How often what changed goes out.</summary>
    public static readonly TimeSpan TellPeriod = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<PresencePart, Dictionary<UserId, int>> _online = [];
    private readonly Dictionary<PresencePart, Dictionary<UserId, WatchedMember>> _watched = [];
    private readonly HashSet<RtmSession> _toTell = [];
    private readonly HashSet<PresencePart> _dirty = [];
    private readonly HashSet<PresencePart> _calling = [];
    private readonly PresenceCalls _calls;
    private readonly IEventEncoder _encoder;
    private readonly PresenceInstruments _instruments;
    private readonly DeliveryLoop _loop;
    private readonly TimeProvider _clock;
    private int _watchedInAll;
    private long _renewedAt;
    private long _toldAt;

    public PresenceHub(PresenceCalls calls, IEventEncoder encoder, PresenceInstruments instruments, DeliveryLoop loop, TimeProvider clock)
    {
        (_calls, _encoder, _instruments, _loop, _clock) = (calls, encoder, instruments, loop, clock);
        calls.Answered = (part, asked, active) => loop.Post(() => OnWatched(part, asked, active));
        loop.EveryTick(OnTick);
    }

    /// <summary>A socket opened.</summary>
    public void Online(RtmSession session)
    {
        var part = PresencePart.Of(session.Team, session.User);
        if (!_online.TryGetValue(part, out var members))
        {
            _online[part] = members = [];
        }

        if (!members.TryAdd(session.User, 1))
        {
            members[session.User]++;
        }
        else
        {
            _dirty.Add(part);
        }
    }

    /// <summary>A socket ended.</summary>
    public void Offline(RtmSession session)
    {
        Watch(session, []);
        _toTell.Remove(session);
        var part = PresencePart.Of(session.Team, session.User);
        if (_online.TryGetValue(part, out var members) && members.TryGetValue(session.User, out var count))
        {
            if (count > 1)
            {
                members[session.User] = count - 1;
            }
            else
            {
                members.Remove(session.User);
                _dirty.Add(part);
            }
        }
    }

    /// <summary>Replaces whom a socket watches; it is told how those are now.</summary>
    public void Watch(RtmSession session, IReadOnlyCollection<UserId> users)
    {
        foreach (var user in session.Presence.Watched.Except(users).ToList())
        {
            Unwatch(session, user);
        }

        foreach (var user in users.Take(WatchedMax))
        {
            if (!session.Presence.Watched.Contains(user) && Member(session.Team, user) is { } member)
            {
                session.Presence.Watched.Add(user);
                member.Watchers.Add(session);
                Tell(session, user, member);
            }
        }
    }

    /// <summary>Tells a socket how some members are now, if it watches them or others here do.</summary>
    public void Query(RtmSession session, IEnumerable<UserId> users)
    {
        foreach (var user in users.Take(WatchedMax))
        {
            if (Find(session.Team, user) is { } member)
            {
                Tell(session, user, member);
            }
        }
    }

    /// <summary>Takes what the silos tell.</summary>
    public void Accept(IEnumerable<ChainSignal> signals)
    {
        foreach (var signal in signals)
        {
            if (signal.Kind is SignalKind.Active or SignalKind.Away)
            {
                Set(signal.Chain.Team, new UserId(signal.User), signal.Kind == SignalKind.Active);
            }
        }
    }

    private WatchedMember? Find(TeamId team, UserId user) =>
        _watched.TryGetValue(PresencePart.Of(team, user), out var members) ? members.GetValueOrDefault(user) : null;

    private WatchedMember? Member(TeamId team, UserId user)
    {
        if (Find(team, user) is { } known)
        {
            return known;
        }

        if (_watchedInAll >= WatchedInAllMax)
        {
            return null;
        }

        var part = PresencePart.Of(team, user);
        if (!_watched.TryGetValue(part, out var members))
        {
            _watched[part] = members = [];
        }

        _watchedInAll++;
        _dirty.Add(part);
        return members[user] = new WatchedMember();
    }

    private void Unwatch(RtmSession session, UserId user)
    {
        session.Presence.Watched.Remove(user);
        session.Presence.ToTell.Remove(user);
        if (Find(session.Team, user) is { } member && member.Watchers.Remove(session) && member.Watchers.Count == 0)
        {
            _watched[PresencePart.Of(session.Team, user)].Remove(user);
            _watchedInAll--;
        }
    }

    private void Set(TeamId team, UserId user, bool isActive)
    {
        if (Find(team, user) is not { } member || member.IsActive == isActive)
        {
            return;
        }

        member.IsActive = isActive;
        foreach (var session in member.Watchers)
        {
            Tell(session, user, member);
        }
    }

    private void Tell(RtmSession session, UserId user, WatchedMember member)
    {
        if (member.IsActive is { } isActive)
        {
            session.Presence.ToTell[user] = isActive;
            _toTell.Add(session);
        }
    }

    private void OnWatched(PresencePart part, IReadOnlyCollection<UserId> asked, IReadOnlySet<UserId> active)
    {
        foreach (var user in asked)
        {
            Set(part.Team, user, active.Contains(user));
        }
    }

    private void OnTick()
    {
        if (_clock.GetElapsedTime(_toldAt) >= TellPeriod)
        {
            _toldAt = _clock.GetTimestamp();

            // Who has no room for all of it gets the rest with the next ticks: what is not told now would be wrong until it changes again.
            _toTell.RemoveWhere(s => s.TellPresence(_encoder, _instruments));
        }

        if (_clock.GetElapsedTime(_renewedAt) >= RenewPeriod)
        {
            _renewedAt = _clock.GetTimestamp();
            _dirty.UnionWith(_online.Keys);
            _dirty.UnionWith(_watched.Keys);
        }

        // One call for each part at a time: an older report must not arrive behind a newer one.
        foreach (var part in _dirty.Where(p => !_calling.Contains(p)).ToList())
        {
            _dirty.Remove(part);
            _calling.Add(part);
            _ = RenewAsync(part);
        }
    }

    // A part that has nobody any more is told so once, and then forgotten.
    private async Task RenewAsync(PresencePart part)
    {
        List<Task> calls = [];
        if (_online.TryGetValue(part, out var online))
        {
            calls.Add(_calls.ReportAsync(part, [.. online.Keys]));
            if (online.Count == 0)
            {
                _online.Remove(part);
            }
        }

        if (_watched.TryGetValue(part, out var watched))
        {
            calls.Add(_calls.WatchAsync(part, [.. watched.Keys]));
            if (watched.Count == 0)
            {
                _watched.Remove(part);
            }
        }

        await Task.WhenAll(calls);
        _loop.Post(() => _calling.Remove(part));
    }
}
