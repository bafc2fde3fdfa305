using System.Globalization;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>What is wrong in JSON that a caller sent, and where.</summary>
/// <param name="Problem">A sentence without a full stop.</param>
/// <param name="Pointer">The place as a JSON pointer, built from the inside out by <see cref="Under(string)"/>.</param>
internal readonly record struct JsonFault(string Problem, string Pointer = "")
{
    private const int NameLengthMax = 40;

    /// <summary>The same fault as seen from the object that holds it.</summary>
    public JsonFault Under(string name)
    {
        // A name is the caller's: it is cut, so that the answer stays small whatever was sent.
        var part = name.Length <= NameLengthMax ? name : name[..NameLengthMax];
        return this with { Pointer = $"/{part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}{Pointer}" };
    }

    /// <summary>The same fault as seen from the array that holds it.</summary>
    public JsonFault Under(int index) => this with { Pointer = string.Create(CultureInfo.InvariantCulture, $"/{index}{Pointer}") };

    /// <summary>The line that a caller gets (Slack: chat.postMessage answers blocks that it refuses in this form).</summary>
    public override string ToString() => $"{Problem} [json-pointer:{Pointer}]";
}
