namespace OrleansSocial.Benchmarks.Faults;

/// <summary>Every acked post is stored once, under the ts that its sender was told.</summary>
public sealed class StorageCheck(CheckedRun run, StoredRows rows, Findings findings)
{
    /// <summary>Runs the check.</summary>
    public void Check()
    {
        foreach (var twice in rows.Messages.GroupBy(m => (m.Channel, m.Ts)).Where(g => g.Count() > 1))
        {
            findings.Break("same-ts-twice", $"{twice.Key.Channel} {WireTs.Format(twice.Key.Ts)}: {string.Join(" | ", twice.Select(m => m.Body))}");
        }

        var byPost = rows.Messages.Where(m => run.PostOf(m.Body) is not null).ToLookup(m => run.PostOf(m.Body)!, StringComparer.Ordinal);
        findings.Set("rows", byPost.Sum(g => g.Count()));
        foreach (var post in run.Posts)
        {
            Check(post, [.. byPost[post.Id]]);
        }

        var known = run.Posts.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var strange in byPost.Where(g => !known.Contains(g.Key)))
        {
            findings.Break("never-sent", strange.Key);
        }
    }

    private void Check(SentPost post, List<StoredMessage> stored)
    {
        foreach (var row in stored.Where(r => !string.Equals(r.Channel, post.Channel, StringComparison.Ordinal) || !string.Equals(r.Author, post.User, StringComparison.Ordinal)))
        {
            findings.Break("wrong-place", $"{post.Id} of {post.User} in {post.Channel} is stored for {row.Author} in {row.Channel}");
        }

        var steps = string.Join(", ", post.Steps.Select(s => s.E));
        if (post.AckTs is { } ack)
        {
            if (stored.Count == 0)
            {
                findings.Break("lost", $"{post.Id} in {post.Channel} was acked as {ack} and is not stored ({steps})");
            }
            else if (!stored.Exists(r => string.Equals(WireTs.Format(r.Ts), ack, StringComparison.Ordinal)))
            {
                findings.Break("ack-ts", $"{post.Id} was acked as {ack}, stored as {WireTs.Format(stored[0].Ts)} ({steps})");
            }
        }
        else if (post.Refused && post.LostAttempts == 0 && stored.Count > 0)
        {
            findings.Break("refused-but-stored", $"{post.Id} ({steps})");
        }

        if (stored.Count <= 1)
        {
            return;
        }

        // slack-dialect 3.2: a blind retry may be stored again only when the answer to an earlier attempt was lost.
        if (post.Keyed || stored.Count > post.LostAttempts + 1)
        {
            findings.Break("stored-twice", $"{post.Id} ({(post.Keyed ? "keyed" : "blind")}; {steps}) as {string.Join(", ", stored.Select(r => WireTs.Format(r.Ts)))}");
        }
        else
        {
            findings.Add("blindRepeatsStored", stored.Count - 1);
        }
    }
}
