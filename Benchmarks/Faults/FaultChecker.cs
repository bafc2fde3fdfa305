namespace OrleansSocial.Benchmarks.Faults;

/// <summary>Compares what was sent, what arrived and what is stored.</summary>
public sealed class FaultChecker(CheckedRun run, StoredRows rows, IReadOnlyList<string> serverLogs)
{
    private const double AckedShareMin = 0.99;

    /// <summary>Runs every check.</summary>
    public Verdict Check()
    {
        var findings = new Findings();
        Senders(findings);
        new StorageCheck(run, rows, findings).Check();
        new DeliveryCheck(run, rows, findings).Check();
        new RecoveryCheck(run, findings).Check();
        new LeakCheck(run, rows, serverLogs, findings).Check();
        return findings.ToVerdict();
    }

    private void Senders(Findings findings)
    {
        var acked = run.Posts.Count(p => p.AckTs is not null);
        findings.Set("posts", run.Posts.Count);
        findings.Set("postsAcked", acked);
        findings.Set("postsRefused", run.Posts.Count(p => p.Refused));
        findings.Set("postsGivenUp", run.Posts.Count(p => p.AckTs is null && !p.Refused));
        findings.Set("attemptsLost", run.Posts.Sum(p => p.Steps.Count(s => s.E == SendEvent.Unknown)));
        findings.Set("attempts503", run.Posts.Sum(p => p.Steps.Count(s => s.E == SendEvent.Unavailable)));
        findings.Set("attempts429", run.Posts.Sum(p => p.Steps.Count(s => s.E == SendEvent.Busy)));
        findings.Set("convergedMs", run.Info.ConvergedMs ?? -1);
        foreach (var step in run.Posts.SelectMany(p => p.Steps))
        {
            if (step is { E: SendEvent.Busy or SendEvent.Unavailable, Why: { } why } && why.Contains("without Retry-After", StringComparison.Ordinal))
            {
                findings.Break("no-retry-after", $"{step.Id}: {why}");
            }
        }

        if (run.Posts.Count == 0 || acked < run.Posts.Count * AckedShareMin)
        {
            var first = run.Posts.FirstOrDefault(p => p.AckTs is null);
            findings.Break("acked-share", $"{acked} of {run.Posts.Count}; first without an ack: {first?.Id} {string.Join(" | ", first?.Steps.Select(s => $"{s.E} {s.Why}") ?? [])}");
        }

        var latencies = run.Posts.Where(p => p.AckedMs is not null).Select(p => p.AckedMs!.Value - p.StartedMs).Order().ToList();
        if (latencies.Count > 0)
        {
            findings.Set("ackP50Ms", latencies[latencies.Count / 2]);
            findings.Set("ackP99Ms", latencies[latencies.Count * 99 / 100]);
            findings.Set("ackMaxMs", latencies[^1]);
        }
    }
}
