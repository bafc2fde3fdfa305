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

    private readonly Dictionary<(TeamId Team, UserId User), int> _online = [];
    private readonly Dictionary<(TeamId Team, UserId User), WatchedMember> _watched = [];
    private readonly HashSet<RtmSession> _toTell = [];
    private readonly HashSet<string> _dirty = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private readonly HashSet<string> _watching = new(StringComparer.Ordinal);
    private readonly PresenceCalls _calls;
    private readonly IEventEncoder _encoder;
    private readonly TimeProvider _clock;
    private long _renewedAt;
    private long _toldAt;

    public PresenceHub(PresenceCalls calls, IEventEncoder encoder, DeliveryLoop loop, TimeProvider clock)
    {
        (_calls, _encoder, _clock) = (calls, encoder, clock);
        calls.Answered = (team, asked, active) => loop.Post(() => OnWatched(team, asked, active));
        loop.EveryTick(OnTick);
    }

    /// <summary>A socket opened.</summary>
    public void Online(RtmSession session)
    {
        var key = (session.Team, session.User);
        var count = _online.GetValueOrDefault(key);
        _online[key] = count + 1;
        if (count == 0)
        {
            _dirty.Add(PresenceKey.Of(session.Team, session.User));
        }
    }

    /// <summary>A socket ended.</summary>
    public void Offline(RtmSession session)
    {
        Watch(session, []);
        _toTell.Remove(session);
        var key = (session.Team, session.User);
        if (_online.GetValueOrDefault(key) is var count and > 1)
        {
            _online[key] = count - 1;
        }
        else if (_online.Remove(key))
        {
            _dirty.Add(PresenceKey.Of(session.Team, session.User));
        }
    }

    /// <summary>Replaces whom a socket watches; it is told how those are now.</summary>
    public void Watch(RtmSession session, IReadOnlyCollection<UserId> users)
    {
        foreach (var user in session.Presence.Watched.Except(users).ToList())
        {
            session.Presence.Watched.Remove(user);
            if (_watched.TryGetValue((session.Team, user), out var member) && member.Watchers.Remove(session) && member.Watchers.Count == 0)
            {
                _watched.Remove((session.Team, user));
            }
        }

        foreach (var user in users.Take(WatchedMax))
        {
            if (!session.Presence.Watched.Add(user))
            {
                continue;
            }

            var key = (session.Team, user);
            if (!_watched.TryGetValue(key, out var member))
            {
                if (_watched.Count >= WatchedInAllMax)
                {
                    session.Presence.Watched.Remove(user);
                    continue;
                }

                _watched[key] = member = new WatchedMember();
                _dirty.Add(PresenceKey.Of(session.Team, user));
            }

            member.Watchers.Add(session);
            Tell(session, user, member);
        }
    }

    /// <summary>Tells a socket how some members are now, if it watches them or others here do.</summary>
    public void Query(RtmSession session, IEnumerable<UserId> users)
    {
        foreach (var user in users.Take(WatchedMax))
        {
            if (_watched.TryGetValue((session.Team, user), out var member))
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

    private void Set(TeamId team, UserId user, bool isActive)
    {
        if (!_watched.TryGetValue((team, user), out var member) || member.IsActive == isActive)
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

    private void OnWatched(TeamId team, IReadOnlyCollection<UserId> asked, IReadOnlySet<UserId> active)
    {
        foreach (var user in asked)
        {
            Set(team, user, active.Contains(user));
        }
    }

    private void OnTick()
    {
        if (_clock.GetElapsedTime(_toldAt) >= TellPeriod)
        {
            _toldAt = _clock.GetTimestamp();
            foreach (var session in _toTell)
            {
                session.TellPresence(_encoder);
            }

            _toTell.Clear();
        }

        var isDue = _clock.GetElapsedTime(_renewedAt) >= RenewPeriod;
        if (!isDue && _dirty.Count == 0)
        {
            return;
        }

        if (isDue)
        {
            _renewedAt = _clock.GetTimestamp();
        }

        _calls.Report(Parts(_online.Keys, isDue), _reported);
        _calls.Watch(Parts(_watched.Keys, isDue), _watching);
        _dirty.Clear();
    }

    /// <summary>Groups members by the grain that keeps them: all grains, or those where something changed.</summary>
    private Dictionary<string, List<UserId>> Parts(IEnumerable<(TeamId Team, UserId User)> members, bool all)
    {
        var parts = new Dictionary<string, List<UserId>>(StringComparer.Ordinal);
        if (!all)
        {
            foreach (var key in _dirty)
            {
                parts[key] = [];
            }
        }

        foreach (var (team, user) in members)
        {
            var key = PresenceKey.Of(team, user);
            if (parts.TryGetValue(key, out var part))
            {
                part.Add(user);
            }
            else if (all)
            {
                parts[key] = [user];
            }
        }

        return parts;
    }
}
