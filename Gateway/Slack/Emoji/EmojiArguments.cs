using OrleansSocial.Gateway.Slack.Reactions;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Gateway.Slack.Emoji;

/// <summary>Reads names and images of custom emoji (words: admin.emoji.add, admin.emoji.addAlias, admin.emoji.remove).</summary>
internal static class EmojiArguments
{
    /// <summary>Reads a name; blanks and colons around it are taken off.</summary>
    public static string Name(SlackArguments arguments)
    {
        var name = arguments.Text("name")?.Trim().Trim(':');
        return name switch
        {
            null or "" => throw new SlackRefusedException("error_missing_name"),
            _ when name.Any(char.IsUpper) => throw new SlackRefusedException("error_lower_case_names_only"),
            _ => IsName(name) ? name : throw new SlackRefusedException("error_bad_name_i18n"),
        };
    }

    /// <summary>Reads what the name shows: an image's URL, or another emoji.</summary>
    public static string Value(SlackArguments arguments)
    {
        if (arguments.Raw("alias_for") is { } alias)
        {
            var target = alias.Trim().Trim(':');
            return IsName(target) ? CustomEmoji.AliasPrefix + target : throw new SlackRefusedException("no_alias_selected");
        }

        var url = arguments.Text("url") ?? throw new SlackRefusedException("no_image_uploaded");
        return url.Length <= CustomEmoji.ValueLengthMax && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri.AbsoluteUri is { Length: <= CustomEmoji.ValueLengthMax } absolute ? absolute : throw new SlackRefusedException("error_bad_upload")
            : throw new SlackRefusedException("error_bad_upload");
    }

    // A colon would end the name where it is used; skin tones are not part of a custom one.
    private static bool IsName(string name) => ReactionCall.IsName(name) && !name.Contains(':', StringComparison.Ordinal);
}
