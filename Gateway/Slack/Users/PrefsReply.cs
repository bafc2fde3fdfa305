using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>The answer of users.prefs.get and users.prefs.set.</summary>
internal static class PrefsReply
{
    // Clients read these without asking whether they are there.
    private static readonly string[] Always = [MemberPref.HighlightWords, MemberPref.MutedChannels];

    /// <summary>Gets the field: what clients always read, and what the member set besides.</summary>
    public static SlackField Field { get; } = new("prefs: object", [.. Always.Select(name => new SlackField($"{name}: text | number | bool")), "(any)?"]);

    /// <summary>Writes all preferences of a member.</summary>
    public static SlackReply Of(MemberSettings settings) => SlackReply.Ok(writer => Write(writer, settings));

    /// <summary>Writes them as the member <c>prefs</c>.</summary>
    public static void Write(Utf8JsonWriter writer, MemberSettings settings)
    {
        writer.WriteStartObject("prefs"u8);
        foreach (var name in Always.Where(a => !settings.Prefs.Any(p => string.Equals(p.Name, a, StringComparison.Ordinal))))
        {
            writer.WriteString(name, string.Empty);
        }

        foreach (var pref in settings.Prefs)
        {
            writer.WritePropertyName(pref.Name);
            writer.WriteRawValue(pref.Value, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
