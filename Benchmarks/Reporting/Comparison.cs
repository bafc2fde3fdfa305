using System.Globalization;

namespace OrleansSocial.Benchmarks.Reporting;

/// <summary>Holds the product against the yardsticks of the same run.</summary>
internal static class Comparison
{
    private const double RawFanOutShare = 0.6;
    private const double LonePostMilliseconds = 3;

    /// <summary>Adds all ratios that the results allow.</summary>
    public static void Add(RunResults results)
    {
        var ours = results.Loads.Where(l => l.Target == "product").ToDictionary(l => l.Scenario, StringComparer.Ordinal);
        foreach (var theirs in results.Loads.Where(l => l.Target != "product"))
        {
            if (!ours.TryGetValue(theirs.Scenario, out var own) || theirs.Scenario.Contains("lone", StringComparison.Ordinal))
            {
                continue;
            }

            var target = (theirs.Target, theirs.Online) switch
            {
                ("SignalR", 10 or 100) => 1.0,
                ("FanOut", 1000) => RawFanOutShare,
                _ => (double?)null,
            };

            // Posts and deliveries are proportional; deliveries are what the raw fan-out is about.
            results.Ratios.Add(theirs.Target == "FanOut"
                ? Make($"deliveries/s, {theirs.Scenario}", own.DeliveriesPerSecond, theirs.Target, theirs.DeliveriesPerSecond, target)
                : Make($"acked posts/s, {theirs.Scenario}", own.PostsPerSecond, theirs.Target, theirs.PostsPerSecond, target));
        }

        foreach (var lone in ours.Values.Where(l => l.Scenario.Contains("lone", StringComparison.Ordinal) && l.PostP50 > 0))
        {
            // Turned round, so that more is better and 1 is the target here as in the other rows.
            results.Ratios.Add(new Ratio($"post p50 ms, {lone.Scenario}", lone.PostP50!.Value, $"bound of {LonePostMilliseconds} ms", Math.Round(LonePostMilliseconds / lone.PostP50.Value, 2), 1));
        }

        if (results.Inserts.Where(i => !i.RandomKeys).MaxBy(i => i.RowsPerSecond) is { } inserts && ours.Values.MaxBy(l => l.PostsPerSecond) is { } best)
        {
            results.Ratios.Add(Make($"acked posts/s, best ({best.Scenario})", best.PostsPerSecond, $"raw inserts of {inserts.Rows}", inserts.RowsPerSecond, null));
        }
    }

    private static Ratio Make(string what, double ours, string yardstick, double theirs, double? target) =>
        new(what, ours, string.Create(CultureInfo.InvariantCulture, $"{yardstick} {theirs:F0}"), theirs == 0 ? null : Math.Round(ours / theirs, 3), target);
}
