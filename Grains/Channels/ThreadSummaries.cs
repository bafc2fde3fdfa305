using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Grains.Channels;

/// <summary>Keeps a parent's thread summary in step with what the flush writes to table <c>thread</c>.</summary>
internal static class ThreadSummaries
{
    private const int ReplyUsersMax = 100;

    // As the flush: in longer threads nobody looks whether an author has other replies.
    private const int AuthorsSoughtMax = 1_000;

    /// <summary>Counts a reply.</summary>
    public static ThreadSummary WithReply(ThreadSummary? before, long ts, string author)
    {
        var users = before?.ReplyUsers ?? [];
        if (users.Length < ReplyUsersMax && !users.Contains(author, StringComparer.Ordinal))
        {
            users = users.Add(author);
        }

        return new ThreadSummary((before?.ReplyCount ?? 0) + 1, ts, users);
    }

    /// <summary>Counts a reply no more; null when it was the last.</summary>
    /// <param name="before">The summary.</param>
    /// <param name="ts">The reply.</param>
    /// <param name="latest">The newest of the others.</param>
    /// <param name="gone">Its author, if no reply of theirs is left; else null.</param>
    public static ThreadSummary? WithoutReply(ThreadSummary? before, long ts, long latest, string? gone) => before is null or { ReplyCount: <= 1 }
        ? null
        : new ThreadSummary(
            before.ReplyCount - 1,
            before.LatestReply == ts ? latest : before.LatestReply,
            gone is not null && before.ReplyCount <= AuthorsSoughtMax ? before.ReplyUsers.Remove(gone, StringComparer.Ordinal) : before.ReplyUsers);
}
