using Microsoft.Extensions.Logging;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Presence;

namespace OrleansSocial.Gateway.Presence;

/// <summary>Reports and watches at the presence grains. Nothing waits for them, and what fails is said again at the next renewal.</summary>
internal sealed partial class PresenceCalls(ClusterRouter clusters, GatewayIdentity gateway, ILogger<PresenceCalls> logger)
{
    /// <summary>Gets or sets who hears of the answers: the team, who was asked for, and who of them is active.</summary>
    public Action<TeamId, IReadOnlyCollection<UserId>, IReadOnlySet<UserId>>? Answered { get; set; }

    /// <summary>Reports who has a socket here.</summary>
    /// <param name="parts">The members, by their grain.</param>
    /// <param name="known">The grains that have a report of this gateway: an empty one is told to them only.</param>
    public void Report(Dictionary<string, List<UserId>> parts, HashSet<string> known) =>
        ForEach(parts, known, async (grain, users) => await grain.Report(gateway.Id, [.. users]));

    /// <summary>Watches members.</summary>
    /// <param name="parts">The members, by their grain.</param>
    /// <param name="known">The grains at which this gateway watches.</param>
    public void Watch(Dictionary<string, List<UserId>> parts, HashSet<string> known) => ForEach(parts, known, async (grain, users) =>
    {
        var active = await grain.Watch(gateway.Id, [.. users]);
        if (users.Count > 0)
        {
            var key = grain.GetPrimaryKeyString();
            Answered?.Invoke(new TeamId(key[..key.IndexOf('/', StringComparison.Ordinal)]), users, active.ToHashSet());
        }
    });

    private void ForEach(Dictionary<string, List<UserId>> parts, HashSet<string> known, Func<IPresenceGrain, List<UserId>, Task> call)
    {
        foreach (var (key, users) in parts)
        {
            if (users.Count > 0 ? known.Add(key) || true : known.Remove(key))
            {
                _ = CallAsync(key, users, call);
            }
        }
    }

    private async Task CallAsync(string key, List<UserId> users, Func<IPresenceGrain, List<UserId>, Task> call)
    {
        try
        {
            var team = new TeamId(key[..key.IndexOf('/', StringComparison.Ordinal)]);
            await call(clusters.For(team).GetGrain<IPresenceGrain>(key), users);
        }
        catch (Exception exception)
        {
            LogFailed(logger, key, exception.Message);
        }
    }

    [LoggerMessage(4200, LogLevel.Information, "Presence of {Part} could not be told: {Reason}")]
    private static partial void LogFailed(ILogger logger, string part, string reason);
}
