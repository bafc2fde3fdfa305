using System.Globalization;
using OrleansSocial.Benchmarks.Mix;
using OrleansSocial.Benchmarks.Storm;

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

    /// <summary>Writes a storm.</summary>
    public static IEnumerable<string> Lines(StormSummary s)
    {
        yield return Text($"storm    {s.Members} members, {s.Subscribers} subscribe to {s.Watched} ({(s.PresenceInOneFrame ? "many" : "one")} a frame): all live in {s.LiveSeconds:F2} s, told in {s.AnsweredSeconds:F2} s, ")
            + Text($"reconnect {s.ReconnectP50:F0}/{s.ReconnectP99:F0} ms, {s.Throttled} told to wait");
        yield return Text($"storm      posts before {s.PostP50Before:F1}/{s.PostP99Before:F1} ms of {s.PostsBefore}, meanwhile {s.PostP50During:F1}/{s.PostP99During:F1} ms of {s.PostsDuring}, errors {s.PostErrors}; ")
            + Text($"cpu server {s.ServerCpu:F1} postgres {s.PostgresCpu:F1} client {s.ClientCpu:F1} other {s.OtherCpu:F1} s");
        yield return Text($"storm      presence: {s.PresenceFrames} frames of {s.PresenceTold} members, {s.PresenceBytes / 1000.0:F0} kB; {s.PresenceCalls} grain calls naming {s.PresenceNamed}; ")
            + Text($"{s.Subscriptions} subscriptions, members x members {s.MembersSquared}");
        foreach (var fault in s.FirstFaults)
        {
            yield return Text($"FAULT    {fault}");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
