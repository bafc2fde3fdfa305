using System.Globalization;
using System.Text.Json;

namespace OrleansSocial.Client.Api;

/// <summary>Reads messages page by page.</summary>
internal sealed class ChannelHistory(ApiClient api)
{
    /// <summary>Messages held in memory at most by one reading.</summary>
    public const int MessagesMax = 100_000;

    // With a lower end alone the wire gives the messages next to that end.
    private const string LastTs = "9999999999.999999";

    /// <summary>Reads the newest messages of a range.</summary>
    /// <param name="range">Which messages.</param>
    /// <param name="limit">At most this many, and never more than <see cref="MessagesMax"/>.</param>
    /// <param name="pageSize">Messages per call, 1 to 999.</param>
    /// <returns>The messages, oldest first.</returns>
    public async Task<IReadOnlyList<JsonElement>> ReadAsync(
        HistoryRange range, int limit, int pageSize, CancellationToken cancellationToken)
    {
        limit = Math.Min(limit, MessagesMax);

        // The newest replies are on the last page, and every page of a thread begins with its parent.
        var readMax = range.Thread is null ? limit : MessagesMax;
        HashSet<string?> known = new(StringComparer.Ordinal);
        List<JsonElement> messages = [];
        string? cursor = null;
        do
        {
            var answer = await api.CallRepeatableAsync(
                range.Thread is null ? "conversations.history" : "conversations.replies",
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["channel"] = range.Channel,
                    ["ts"] = range.Thread,
                    ["oldest"] = range.Oldest,
                    ["latest"] = range.Latest ?? (range.Oldest is null ? null : LastTs),
                    ["limit"] = Math.Min(pageSize, readMax - messages.Count).ToString(CultureInfo.InvariantCulture),
                    ["cursor"] = cursor,
                },
                cancellationToken);
            messages.AddRange(answer.Items("messages").Where(m => known.Add(m.Text("ts"))));
            cursor = answer.Child("response_metadata").Text("next_cursor");
        }
        while (!string.IsNullOrEmpty(cursor) && messages.Count < readMax);

        // The wire gives history newest first, and replies oldest first.
        messages.Sort((a, b) => string.CompareOrdinal(a.Text("ts"), b.Text("ts")));
        return messages.Count <= limit ? messages : messages.GetRange(messages.Count - limit, limit);
    }
}
