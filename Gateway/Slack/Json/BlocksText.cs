using System.Text;
using System.Text.Json;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>The text of a message that has blocks and none of its own: what its blocks say, one after the other.</summary>
/// <remarks>
/// Slack builds the text of such a message by appending the content of its blocks (docs.slack.dev, chat.postMessage, "Accessibility
/// considerations"); notifications and clients without blocks show it. How Slack joins the parts is not documented: here by a blank.
/// </remarks>
internal static class BlocksText
{
    /// <summary>The longest text that is built, characters; what goes on is cut.</summary>
    public const int LengthMax = 3_000;

    private static readonly string[] Shown = ["text", "fields", "elements", "title", "alt_text"];

    /// <summary>Builds the text.</summary>
    /// <param name="json">Blocks that were checked.</param>
    /// <returns>Empty when they say nothing.</returns>
    public static string Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        var text = new StringBuilder();
        Append(text, document.RootElement);
        if (text.Length <= LengthMax)
        {
            return text.ToString();
        }

        return text.ToString(0, char.IsHighSurrogate(text[LengthMax - 1]) ? LengthMax - 1 : LengthMax);
    }

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when text.Length <= LengthMax && value.GetString() is { Length: > 0 } part:
                text.Append(text.Length == 0 || char.IsWhiteSpace(text[^1]) || char.IsWhiteSpace(part[0]) ? string.Empty : " ").Append(part);
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object))
                {
                    Append(text, element);
                }

                break;
            case JsonValueKind.Object:
                foreach (var name in Shown)
                {
                    if (value.TryGetProperty(name, out var member))
                    {
                        Append(text, member);
                    }
                }

                break;
        }
    }
}
