using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Presence;

namespace OrleansSocial.Gateway.Presence;

/// <summary>Reports and watches at the presence grains. Nothing waits for them, and what fails is said again at the next renewal.</summary>
internal sealed partial class PresenceCalls(ClusterRouter clusters, GatewayIdentity gateway, PresenceInstruments instruments, ILogger<PresenceCalls> logger)
{
    /// <summary>Gets or sets who hears of the answers: the part, who was asked for, and who of them is active.</summary>
    public Action<PresencePart, IReadOnlyCollection<UserId>, IReadOnlySet<UserId>>? Answered { get; set; }

    /// <summary>Reports who has a socket here.</summary>
    public void Report(PresencePart part, ImmutableArray<UserId> users) => _ = CallAsync(part, users.Length, grain => grain.Report(gateway.Id, users));

    /// <summary>Watches members.</summary>
    public void Watch(PresencePart part, ImmutableArray<UserId> users) => _ = CallAsync(part, users.Length, async grain =>
    {
        var active = await grain.Watch(gateway.Id, users);
        Answered?.Invoke(part, users, active.ToHashSet());
    });

    private async Task CallAsync(PresencePart part, int members, Func<IPresenceGrain, Task> call)
    {
        instruments.Called(members);
        try
        {
            await call(clusters.For(part.Team).GetGrain<IPresenceGrain>(part.GrainKey));
        }
        catch (Exception exception)
        {
            LogFailed(logger, part.GrainKey, exception.Message);
        }
    }

    [LoggerMessage(4200, LogLevel.Information, "Presence of {Part} could not be told: {Reason}")]
    private static partial void LogFailed(ILogger logger, string part, string reason);
}
