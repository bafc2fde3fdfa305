using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Channels;

/// <summary>How often typing is told in one channel.</summary>
internal sealed class TypingLimit(TimeProvider clock)
{
    /// <summary>The most members of a channel that are shown typing at once.</summary>
    public const int TypistsMax = 50;

    /// <summary>How long one is shown: clients repeat it about every 5 s while it goes on.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, long> _since = new(StringComparer.Ordinal);

    /// <summary>Tells whether a member's typing is to be told now.</summary>
    public bool TryTake(UserId user)
    {
        if (_since.TryGetValue(user.Value, out var since) && clock.GetElapsedTime(since) < Period)
        {
            return false;
        }

        if (_since.Count >= TypistsMax)
        {
            foreach (var (typist, at) in _since)
            {
                if (clock.GetElapsedTime(at) >= Period)
                {
                    _since.Remove(typist);
                }
            }
        }

        if (_since.Count >= TypistsMax && !_since.ContainsKey(user.Value))
        {
            return false;
        }

        _since[user.Value] = clock.GetTimestamp();
        return true;
    }
}
