namespace OrleansSocial.Grains.Chains;

/// <summary>What an activation does whose chain does not exist: random ids must not fill the silo.</summary>
internal static class AbsentChain
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Ends the activation a moment later: Orleans forwards the calls of one that leaves while it starts, and they are never answered.</summary>
    public static void LeaveSoon(this IGrainBase grain) =>
        grain.RegisterGrainTimer(
            _ =>
            {
                grain.DeactivateOnIdle();
                return Task.CompletedTask;
            },
            Soon,
            Timeout.InfiniteTimeSpan);
}
