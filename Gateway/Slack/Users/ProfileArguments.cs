using System.Globalization;
using System.Text.Json;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Gateway.Slack.Reactions;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>Reads the change of a profile: <c>profile</c> as JSON, or one field by <c>name</c> and <c>value</c>.</summary>
/// <remarks>
/// Fields that this product does not keep (images, address, custom fields) are passed over: clients send back whole profiles that they read.
/// </remarks>
internal static class ProfileArguments
{
    /// <summary>The most fields of one call (Slack: 50).</summary>
    public const int FieldsMax = 50;

    /// <summary>The longest name of a field, characters (Slack: 255).</summary>
    public const int FieldNameLengthMax = 255;

    private const string TooLong = "too_long";
    private const string InvalidProfile = "invalid_profile";

    // The year 2100: a status that outlives it never ends.
    private const long ExpirationMax = 4_102_444_800;

    /// <summary>Reads the change.</summary>
    /// <param name="arguments">The call's.</param>
    /// <param name="realName">The full name so far: first and last name change one half of it.</param>
    /// <exception cref="SlackRefusedException">It is malformed or too long.</exception>
    public static ProfileChange Of(SlackArguments arguments, string realName)
    {
        if (arguments.Text("profile") is not { } json)
        {
            return Add(ProfileChange.None, arguments.Required("name"), arguments.Raw("value") ?? string.Empty, realName);
        }

        using var profile = JsonText.Parse(PythonLiteral.ToJson(json), "profile", JsonValueKind.Object, InvalidProfile);
        var change = ProfileChange.None;
        var count = 0;
        foreach (var field in profile.RootElement.EnumerateObject())
        {
            if (++count > FieldsMax || field.Name.Length > FieldNameLengthMax)
            {
                throw JsonText.Invalid(InvalidProfile, new JsonFault($"no more than {FieldsMax} fields, names at most {FieldNameLengthMax} characters").Under("profile"));
            }

            if (Text(field.Value) is { } value)
            {
                change = Add(change, field.Name, value, change.RealName ?? realName);
            }
        }

        return change;
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Null => string.Empty,
        _ => null,
    };

    private static ProfileChange Add(ProfileChange change, string field, string value, string realName)
    {
        var (first, last) = UserJson.Names(realName);
        return field switch
        {
            "real_name" => change with { RealName = RealName(field, value) },
            "first_name" => change with { RealName = RealName(field, $"{value} {last}") },
            "last_name" => change with { RealName = RealName(field, $"{first} {value}") },
            "display_name" => change with { DisplayName = Name(field, value) },
            "title" => change with { Title = Checked(field, value, ProfileChange.FieldLengthMax) },
            "phone" => change with { Phone = Checked(field, value, ProfileChange.FieldLengthMax) },
            "skype" => change with { Skype = Checked(field, value, ProfileChange.FieldLengthMax) },
            "pronouns" => change with { Pronouns = Checked(field, value, ProfileChange.FieldLengthMax) },
            "status_text" => change with { StatusText = Checked(field, value, ProfileChange.StatusTextLengthMax) },
            "status_emoji" => change with { StatusEmoji = Emoji(value) },
            "status_expiration" => change with { StatusExpiration = Expiration(value) },
            _ => change,
        };
    }

    private static string RealName(string field, string value) =>
        Name(field, value) is { Length: > 0 } name ? name : throw Invalid(field, "must not be empty");

    private static string Name(string field, string value)
    {
        var name = Checked(field, value, ProfileChange.NameLengthMax);
        if (name.StartsWith('@'))
        {
            throw new SlackRefusedException("invalid_starts_with_at");
        }

        if (name.Length > 0 && !ShownName.IsVisible(name))
        {
            throw Invalid(field, "nothing of it is seen");
        }

        return name.Contains("://", StringComparison.Ordinal) ? throw new SlackRefusedException("name_not_allowed") : name;
    }

    private static string Checked(string field, string value, int lengthMax)
    {
        var text = value.Trim();
        if (text.Length > lengthMax)
        {
            throw JsonText.Invalid(TooLong, new JsonFault($"must be less than {lengthMax + 1} characters").Under(field).Under("profile"));
        }

        return ShownName.IsClean(text) ? text : throw Invalid(field, "a character that is not seen, or that turns the text around");
    }

    private static string Emoji(string value)
    {
        var name = value.Trim().Trim(':');
        return name.Length == 0 ? string.Empty : ReactionCall.IsName(name) ? $":{name}:" : throw new SlackRefusedException("invalid_emoji_not_allowed");
    }

    private static long Expiration(string value)
    {
        if (value.Length == 0)
        {
            return 0;
        }

        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= ExpirationMax
            ? seconds
            : throw Invalid("status_expiration", $"seconds since 1970, at most {ExpirationMax}");
    }

    private static SlackRefusedException Invalid(string field, string problem) =>
        JsonText.Invalid(InvalidProfile, new JsonFault(problem).Under(field).Under("profile"));
}
