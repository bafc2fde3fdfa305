using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Presence;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Grains.Presence;

/// <summary>
/// Who is there: whoever has a socket at a gateway whose report still holds, or had one a moment ago, and does not want to look
/// away. Its own activation begins without knowledge, so nobody counts as away before every gateway had time to report.
/// </summary>
internal sealed class PresenceState(TimeProvider clock)
{
    /// <summary>The most gateways that report or watch.</summary>
    public const int GatewaysMax = 256;

    private static readonly IReadOnlyList<(UserId User, bool IsActive)> Nothing = [];

    private readonly Dictionary<string, (HashSet<UserId> Users, long Until)> _online = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (HashSet<UserId> Users, long Until)> _watching = new(StringComparer.Ordinal);
    private readonly Dictionary<UserId, long> _leaving = [];
    private readonly HashSet<UserId> _manual = [];
    private readonly HashSet<UserId> _active = [];

    /// <summary>Takes over who has a socket at a gateway.</summary>
    /// <returns>Whose presence changed.</returns>
    public IReadOnlyList<(UserId User, bool IsActive)> Report(string gateway, ImmutableArray<UserId> users)
    {
        if (!_online.ContainsKey(gateway) && _online.Count >= GatewaysMax)
        {
            return Nothing;
        }

        var before = _online.TryGetValue(gateway, out var known) ? known.Users : [];
        HashSet<UserId> now = [.. users.Take(ITeamGrain.MembersMax)];
        _online[gateway] = (now, In(IPresenceGrain.LeaseTime));
        List<(UserId, bool)>? changes = null;
        foreach (var user in now)
        {
            _leaving.Remove(user);
            Update(user, ref changes);
        }

        foreach (var user in before)
        {
            if (!now.Contains(user) && !IsOnline(user))
            {
                _leaving.TryAdd(user, In(IPresenceGrain.GraceTime));
            }
        }

        return changes ?? Nothing;
    }

    /// <summary>Takes over whom a gateway watches.</summary>
    /// <returns>Who of them is active.</returns>
    public ImmutableArray<UserId> Watch(string gateway, ImmutableArray<UserId> users)
    {
        if (_watching.ContainsKey(gateway) || _watching.Count < GatewaysMax)
        {
            _watching[gateway] = ([.. users.Take(ITeamGrain.MembersMax)], In(IPresenceGrain.LeaseTime));
        }

        return [.. users.Where(_active.Contains)];
    }

    /// <summary>Lists the gateways that watch a member.</summary>
    public IEnumerable<string> WatchersOf(UserId user) => _watching.Where(w => w.Value.Users.Contains(user)).Select(w => w.Key);

    /// <summary>Makes a member look away, or not.</summary>
    public IReadOnlyList<(UserId User, bool IsActive)> SetManual(UserId user, bool away)
    {
        if (away && _manual.Count < ITeamGrain.MembersMax)
        {
            _manual.Add(user);
        }
        else
        {
            _manual.Remove(user);
        }

        List<(UserId, bool)>? changes = null;
        Update(user, ref changes);
        return changes ?? Nothing;
    }

    /// <summary>Tells a member's presence.</summary>
    public PresenceStatus Get(UserId user) => new(_active.Contains(user), IsOnline(user), _manual.Contains(user));

    /// <summary>Ends what does not hold any more.</summary>
    public IReadOnlyList<(UserId User, bool IsActive)> Sweep()
    {
        var now = clock.GetTimestamp();
        foreach (var (gateway, watched) in _watching)
        {
            if (watched.Until < now)
            {
                _watching.Remove(gateway);
            }
        }

        foreach (var (gateway, online) in _online)
        {
            if (online.Until < now)
            {
                // The gateway is gone, and with it its sockets: no grace on top of the lease.
                _online.Remove(gateway);
                foreach (var user in online.Users.Where(u => !IsOnline(u)))
                {
                    _leaving.TryAdd(user, now);
                }
            }
        }

        List<(UserId, bool)>? changes = null;
        foreach (var (user, until) in _leaving)
        {
            if (until <= now)
            {
                _leaving.Remove(user);
                Update(user, ref changes);
            }
        }

        return changes ?? Nothing;
    }

    private long In(TimeSpan time) => clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency);

    private bool IsOnline(UserId user)
    {
        foreach (var gateway in _online.Values)
        {
            if (gateway.Users.Contains(user))
            {
                return true;
            }
        }

        return false;
    }

    private void Update(UserId user, ref List<(UserId, bool)>? changes)
    {
        var isActive = !_manual.Contains(user) && (IsOnline(user) || _leaving.ContainsKey(user));
        if (isActive ? _active.Add(user) : _active.Remove(user))
        {
            (changes ??= []).Add((user, isActive));
        }
    }
}
