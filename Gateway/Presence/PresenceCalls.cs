using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Presence;

namespace OrleansSocial.Gateway.Presence;

/// <summary>Reports and watches at the presence grains. What fails, or takes longer than <see cref="TimeMax"/>, is said again at the next renewal.</summary>
internal sealed partial class PresenceCalls(ClusterRouter clusters, GatewayIdentity gateway, PresenceInstruments instruments, ILogger<PresenceCalls> logger)
{
    /// <summary>How long a call may take: one to a silo that just died hangs.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets who hears of the answers: the part, who was asked for, and who of them is active.</summary>
    public Action<PresencePart, IReadOnlyCollection<UserId>, IReadOnlySet<UserId>>? Answered { get; set; }

    /// <summary>Reports who has a socket here.</summary>
    public Task ReportAsync(PresencePart part, ImmutableArray<UserId> users) => CallAsync(part, users.Length, grain => grain.Report(gateway.Id, users));

    /// <summary>Watches members.</summary>
    public Task WatchAsync(PresencePart part, ImmutableArray<UserId> users) => CallAsync(part, users.Length, async grain =>
    {
        var active = await grain.Watch(gateway.Id, users);
        Answered?.Invoke(part, users, active.ToHashSet());
    });

    private async Task CallAsync(PresencePart part, int members, Func<IPresenceGrain, Task> call)
    {
        instruments.Called(members);
        try
        {
            await call(clusters.For(part.Team).GetGrain<IPresenceGrain>(part.GrainKey)).WaitAsync(TimeMax);
        }
        catch (Exception exception)
        {
            LogFailed(logger, part.GrainKey, exception.Message);
        }
    }

    [LoggerMessage(4200, LogLevel.Information, "Presence of {Part} could not be told: {Reason}")]
    private static partial void LogFailed(ILogger logger, string part, string reason);
}
