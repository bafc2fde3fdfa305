namespace OrleansSocial.Benchmarks.Faults;

/// <summary>One post, put together from the lines of the senders' log.</summary>
public sealed record SentPost(string Id, string Channel, string User, bool Keyed, double StartedMs, IReadOnlyList<SendEntry> Steps)
{
    /// <summary>The ts that the sender was told; null without an ack.</summary>
    public string? AckTs => Steps.FirstOrDefault(s => s.E == SendEvent.Ok)?.Ts;

    /// <summary>When the ack came.</summary>
    public double? AckedMs => Steps.FirstOrDefault(s => s.E == SendEvent.Ok)?.T;

    /// <summary>Attempts of which the sender can't know whether they were stored.</summary>
    public int LostAttempts => Steps.Count(s => s.E is SendEvent.Unknown or SendEvent.Unavailable or SendEvent.GaveUp);

    /// <summary>Whether the server said that it is not stored and never will be.</summary>
    public bool Refused => Steps.Any(s => s.E == SendEvent.Fail);

    /// <summary>Puts posts together.</summary>
    public static IReadOnlyList<SentPost> From(IEnumerable<SendEntry> entries)
    {
        var posts = new List<SentPost>();
        foreach (var group in entries.GroupBy(e => e.Id, StringComparer.Ordinal))
        {
            var start = group.First(e => e.E == SendEvent.Start);
            posts.Add(new SentPost(group.Key, start.Channel ?? string.Empty, start.User ?? string.Empty, start.Keyed ?? false, start.T, [.. group]));
        }

        return posts;
    }
}
