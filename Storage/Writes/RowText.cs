using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes;

/// <summary>
/// Texts that PostgreSQL cannot hold. The server would refuse a NUL and split the flush for it; the driver would fail on half a
/// surrogate pair in the middle of sending, which breaks the connection and looks like an unknown outcome for every row of the flush.
/// </summary>
internal static class RowText
{
    /// <summary>Tells whether all texts of a row can be stored.</summary>
    public static bool IsStorable(WriteRow row)
    {
        if (!IsStorable(row.Body) || !IsStorable(row.Extras) || !IsStorable(row.Author))
        {
            return false;
        }

        foreach (var effect in row.Effects)
        {
            if (!IsStorable(effect))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Tells whether a text can be stored; null can.</summary>
    public static bool IsStorable(string? text)
    {
        var rest = text.AsSpan();
        if (rest.Contains('\0'))
        {
            return false;
        }

        for (var at = rest.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0; at = rest.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (!char.IsHighSurrogate(rest[at]) || at + 1 >= rest.Length || !char.IsLowSurrogate(rest[at + 1]))
            {
                return false;
            }

            rest = rest[(at + 2)..];
        }

        return true;
    }

    private static bool IsStorable(ProfileDetails? d) => d is null
        || (IsStorable(d.DisplayName) && IsStorable(d.Title) && IsStorable(d.Phone) && IsStorable(d.Skype) && IsStorable(d.Pronouns)
            && IsStorable(d.StatusText) && IsStorable(d.StatusEmoji));

    private static bool IsStorable(RowEffect effect) => effect switch
    {
        MessageEdit e => IsStorable(e.Body) && IsStorable(e.Extras),
        ReactionSet e => IsStorable(e.Name),
        ChannelSet e => IsStorable(e.Channel.Name) && IsStorable(e.Channel.Topic) && IsStorable(e.Channel.Purpose),
        BookmarkSet e => IsStorable(e.Bookmark.Title) && IsStorable(e.Bookmark.Link) && IsStorable(e.Bookmark.Emoji),
        TeamChannelSet e => IsStorable(e.Name),
        UserGroupSet e => IsStorable(e.Group.Name) && IsStorable(e.Group.Handle) && IsStorable(e.Group.Description),
        UserSettingSet e => IsStorable(e.Prefs),
        CustomEmojiSet e => IsStorable(e.Name) && IsStorable(e.Value),
        TeamMemberSet e => IsStorable(e.Member.Name) && IsStorable(e.Member.RealName) && IsStorable(e.Member.Email) && IsStorable(e.Member.Details),
        _ => true,
    };
}
