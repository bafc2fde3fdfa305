namespace OrleansSocial.Benchmarks.Faults;

/// <summary>How long after a fault the last channel took writes again.</summary>
public sealed class RecoveryCheck(CheckedRun run, Findings findings)
{
    // Each channel gets several posts a second: a second without an ack is an interruption.
    private const double GapMinMs = 1_000;
    private const double LookAheadMs = 20_000;

    /// <summary>Runs the check.</summary>
    public void Check()
    {
        foreach (var fault in run.Faults)
        {
            var worst = 0.0;
            var worstChannel = string.Empty;
            var interrupted = 0;
            foreach (var channel in run.Posts.GroupBy(p => p.Channel, StringComparer.Ordinal))
            {
                var back = BackAfter(fault.T, [.. channel]);
                interrupted += back > 0 ? 1 : 0;
                if (back > worst)
                {
                    (worst, worstChannel) = (back, channel.Key);
                }
            }

            findings.Set($"{fault.Kind}InFlight", run.Posts.Count(p => p.StartedMs < fault.T && !(p.AckedMs < fault.T)));
            findings.Set($"{fault.Kind}BackMs", worst);
            findings.Set($"{fault.Kind}ChannelsInterrupted", interrupted);
            if (fault.BackWithinMs is { } limit && worst > limit)
            {
                findings.Break("back-too-late", $"{fault.Kind}: {worstChannel} took writes again after {worst:0} ms, {limit:0} allowed");
            }
        }
    }

    // The end of the last interruption that began around the fault; 0 when there was none.
    private static double BackAfter(double fault, List<SentPost> posts)
    {
        var lastStart = posts.Max(p => p.StartedMs);
        var acks = posts.Where(p => p.AckedMs is not null).Select(p => p.AckedMs!.Value).Order().ToList();
        var before = double.NegativeInfinity;
        var back = 0.0;
        foreach (var ack in acks.Append(double.PositiveInfinity))
        {
            var began = Math.Max(before, posts[0].StartedMs);
            if (ack - began > GapMinMs && ack > fault && began > fault - GapMinMs && began < fault + LookAheadMs && began < lastStart)
            {
                back = Math.Max(back, Math.Min(ack, lastStart + LookAheadMs) - fault);
            }

            before = ack;
        }

        return back;
    }
}
