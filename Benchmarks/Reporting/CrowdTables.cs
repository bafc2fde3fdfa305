using System.Globalization;
using OrleansSocial.Benchmarks.Mix;

namespace OrleansSocial.Benchmarks.Reporting;

/// <summary>Results of runs with many people as lines for people.</summary>
internal static class CrowdTables
{
    /// <summary>Writes a mix.</summary>
    public static IEnumerable<string> Lines(MixSummary s)
    {
        foreach (var a in s.Actions.Append(s.All))
        {
            var line = Text($"mix      {a.Action,-26} {a.Count,7} mean {a.Mean,7:F1} p50 {a.P50,7:F1} p99 {a.P99,7:F1} ms");
            yield return a.Errors == 0 ? line : line + Text($"  ERRORS {a.Errors}: {a.FirstError}");
        }

        yield return Text($"mix      {s.Users} users, {s.ActionsPerSecond:F1} actions/s, {s.DeliveriesPerSecond:F0} deliveries/s, delivery {s.DeliveryP50:F1}/{s.DeliveryP99:F1} ms; ")
            + Text($"cpu server {s.ServerCpu:F1} postgres {s.PostgresCpu:F1} client {s.ClientCpu:F1} other {s.OtherCpu:F1} s of {s.Seconds:F0} s; {s.ServerMegabytes:F0} MB");
        foreach (var fault in s.FirstFaults)
        {
            yield return Text($"FAULT    {fault}");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
