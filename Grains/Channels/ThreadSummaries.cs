using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Grains.Channels;

/// <summary>Keeps a parent's thread summary in step with what the flush writes to table <c>thread</c>.</summary>
internal static class ThreadSummaries
{
    private const int ReplyUsersMax = 100;

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
    public static ThreadSummary? WithoutReply(ThreadSummary? before) =>
        before is null or { ReplyCount: <= 1 } ? null : before with { ReplyCount = before.ReplyCount - 1 };
}
