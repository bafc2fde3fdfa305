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
            var worst = default(Interruption);
            var worstChannel = string.Empty;
            var interrupted = 0;
            foreach (var channel in run.Posts.GroupBy(p => p.Channel, StringComparer.Ordinal))
            {
                var last = LastAfter(fault.T, [.. channel]);
                interrupted += last.Ended > 0 ? 1 : 0;
                if (last.Ended > worst.Ended)
                {
                    (worst, worstChannel) = (last, channel.Key);
                }
            }

            findings.Set($"{fault.Kind}InFlight", run.Posts.Count(p => p.StartedMs < fault.T && !(p.AckedMs < fault.T)));
            findings.Set($"{fault.Kind}BackMs", worst.Ended);
            findings.Set($"{fault.Kind}ChannelsInterrupted", interrupted);
            if (fault.BackWithinMs is { } limit && worst.Ended > limit)
            {
                findings.Break(
                    "back-too-late",
                    $"{fault.Kind}: {worstChannel} took writes again after {worst.Ended:0} ms, {limit:0} allowed; no ack came for {worst.Ended - worst.Began:0} ms before");
            }
        }
    }

    // The last interruption that began around the fault, in ms since it; all 0 when there was none.
    private static Interruption LastAfter(double fault, List<SentPost> posts)
    {
        var lastStart = posts.Max(p => p.StartedMs);
        var acks = posts.Where(p => p.AckedMs is not null).Select(p => p.AckedMs!.Value).Order().ToList();
        var before = double.NegativeInfinity;
        var last = default(Interruption);
        foreach (var ack in acks.Append(double.PositiveInfinity))
        {
            var began = Math.Max(before, posts[0].StartedMs);
            if (ack - began > GapMinMs && ack > fault && began > fault - GapMinMs && began < fault + LookAheadMs && began < lastStart)
            {
                last = new Interruption(began - fault, Math.Min(ack, lastStart + LookAheadMs) - fault);
            }

            before = ack;
        }

        return last;
    }

    private readonly record struct Interruption(double Began, double Ended);
}
