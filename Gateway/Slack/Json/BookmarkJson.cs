using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>Writes a bookmark with every field that typed clients know (npm <c>@slack/web-api</c>: Bookmark).</summary>
internal static class BookmarkJson
{
    private const string IdPrefix = "Bk";

    /// <summary>Gets what the object has.</summary>
    public static SlackShape Shape { get; } = new("bookmark", "A link that the members of a channel keep at its head.",
    [
        "id: bookmark_id", "channel_id", "title", "link: text", new("emoji: text", "With its colons; empty for none."),
        new("icon_url: null", "Pictures of other sites are not fetched."), "type: 'link'", "entity_id: null", "date_created",
        new("date_updated: int", "0 while it was not changed."), new("rank: text", "Sorts as the list is sorted."),
        "last_updated_by_user_id: user_id", "last_updated_by_team_id: team_id", "shortcut_id: null", "app_id: null",
    ]);

    /// <summary>The id on the wire: the ts that made it, in base 36.</summary>
    public static string Id(long ts) => IdPrefix + Base36.Format(ts);

    /// <summary>Reads an id from the wire.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ts">What made the bookmark.</param>
    public static bool TryParseId(string text, out long ts)
    {
        ts = 0;
        if (text.Length > WireId.LengthMax || !text.StartsWith(IdPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var c in text.AsSpan(IdPrefix.Length))
        {
            var digit = Base36.DigitOf(c);
            if (digit < 0 || ts > (long.MaxValue - digit) / 36)
            {
                return false;
            }

            ts = (ts * 36) + digit;
        }

        // One id for one bookmark: no leading zeros, and not the prefix alone.
        return string.Equals(text, Id(ts), StringComparison.Ordinal);
    }

    /// <summary>Writes an object.</summary>
    public static void Write(Utf8JsonWriter writer, Bookmark bookmark, ChannelId channel, TeamId team)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, Id(bookmark.Ts));
        writer.WriteString("channel_id"u8, channel.Value);
        writer.WriteString("title"u8, bookmark.Title);
        writer.WriteString("link"u8, bookmark.Link);
        writer.WriteString("emoji"u8, bookmark.Emoji);
        writer.WriteNull("icon_url"u8);
        writer.WriteString("type"u8, "link"u8);
        writer.WriteNull("entity_id"u8);
        writer.WriteNumber("date_created"u8, bookmark.Ts / 1_000_000);
        writer.WriteNumber("date_updated"u8, bookmark.ChangedTs / 1_000_000);
        writer.WriteString("rank"u8, Base36.Format(bookmark.Ts).ToLowerInvariant());
        writer.WriteString("last_updated_by_user_id"u8, bookmark.ChangedBy);
        writer.WriteString("last_updated_by_team_id"u8, team.Value);
        writer.WriteNull("shortcut_id"u8);
        writer.WriteNull("app_id"u8);
        writer.WriteEndObject();
    }
}
