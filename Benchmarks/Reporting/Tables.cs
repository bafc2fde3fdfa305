using System.Globalization;
using OrleansSocial.Benchmarks.Boot;
using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Scenarios;
using OrleansSocial.Benchmarks.Yardsticks;

namespace OrleansSocial.Benchmarks.Reporting;

/// <summary>Results as lines for people.</summary>
internal static class Tables
{
    /// <summary>Writes a load.</summary>
    public static string Line(LoadSummary s)
    {
        var line = Text($"{s.Target,-8} {s.Scenario,-38} {s.PostsPerSecond,8:F0} posts/s {s.DeliveriesPerSecond,8:F0} deliveries/s")
            + Text($"  post {s.PostP50:F2}/{s.PostP99:F2} ms  delivery {s.DeliveryP50:F2}/{s.DeliveryP99:F2} ms")
            + Text($"  cpu {s.CpuMicrosecondsPerDelivery:F1} us/delivery {s.CpuMicrosecondsPerPost:F0} us/post")
            + Text($"  (server {s.ServerCpu:F1} postgres {s.PostgresCpu:F1} client {s.ClientCpu:F1} other {s.OtherCpu:F1} s of {s.Seconds:F0} s)");
        var trouble = s.Refused + s.Undelivered + s.ClosedByServer;
        return trouble == 0 ? line : line + Text($"  REFUSED {s.Refused} UNDELIVERED {s.Undelivered} CLOSED {s.ClosedByServer} {s.FirstRefusal}");
    }

    /// <summary>Writes idle sockets and reconnects.</summary>
    public static string Line(IdleSummary s) =>
        Text($"{s.Target,-8} {s.Sockets} idle sockets: {s.KilobytesPerSocket:F1} kB each, {s.IdleCpuPercent:F1} % of a core; connected in {s.ConnectSeconds:F2} s, ")
        + Text($"reconnected in {s.ReconnectSeconds:F2} s (p50 {s.ReconnectP50:F0} p99 {s.ReconnectP99:F0} ms, {s.ReconnectCpu:F2} s CPU)");

    /// <summary>Writes a start.</summary>
    public static string Line(BootSummary s) =>
        Text($"boot     {s.Users,6} users x {s.Channels,5} channels ({s.OwnChannels} own): {s.BootBytes / 1000.0:F1} kB, gzip {s.BootGzipBytes / 1000.0:F1} kB, ")
        + Text($"warm {s.BootP50:F1}/{s.BootP99:F1} ms, cold {s.ColdP50:F0} (worst {s.ColdWorst:F0}) ms; ")
        + Text($"lists: {s.ListRequests} requests, {s.ListBytes / 1000.0:F1} kB, gzip {s.ListGzipBytes / 1000.0:F1} kB, warm {s.ListP50:F0} ms, cold {s.ListCold:F0} ms");

    /// <summary>Writes inserts.</summary>
    public static string Line(InsertSummary s) =>
        Text($"inserts  {s.Rows,3} rows, {s.Connections} connections, {s.Channels,2} channels, {(s.RandomKeys ? "random" : "time-ordered"),-12} keys: {s.RowsPerSecond,8:F0} rows/s")
        + Text($"  batch {s.BatchP50:F2}/{s.BatchP99:F2} ms  (postgres {s.PostgresCpu:F1} client {s.ClientCpu:F1} s of {s.Seconds:F0} s)");

    /// <summary>Writes a comparison.</summary>
    public static string Line(Ratio r) =>
        Text($"{r.What,-52} {r.Ours,10:F1}  against {r.Yardstick,-34} {r.Value,6:F2}")
        + (r.Reached is { } reached ? Text($"  target {r.Target:F2}: {(reached ? "reached" : "MISSED")}") : null);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
