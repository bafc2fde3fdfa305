using System.Text;
using System.Text.Json;

namespace OrleansSocial.Client;

/// <summary>Where commands write: results to standard output, everything else to standard error.</summary>
/// <param name="json">Whether results are JSON, one value a line.</param>
internal sealed class ConsoleScreen(TextWriter output, TextWriter error, bool json)
{
    public bool Json { get; } = json;

    /// <summary>Writes a result in the form that was asked for.</summary>
    /// <param name="value">For <c>--json</c>.</param>
    /// <param name="text">For people.</param>
    /// <exception cref="OutputClosedException">Nobody reads the output any more.</exception>
    public void Result(JsonElement value, string text) => Write(Json ? JsonSerializer.Serialize(value) : Clean(text));

    /// <summary>Writes a line for people only.</summary>
    public void Line(string text)
    {
        if (!Json)
        {
            Write(Clean(text));
        }
    }

    /// <summary>Tells what is going on, apart from the results.</summary>
    public void Notice(string text) => error.WriteLine(Clean(text));

    /// <summary>Reports a failure: a word for programs, a sentence for people.</summary>
    public void Failure(string word, string text)
    {
        if (Json)
        {
            Write(JsonSerializer.Serialize(new { ok = false, error = word }));
        }

        error.WriteLine($"error: {Clean(text)}");
    }

    /// <summary>Other people's text must not drive the terminal: control characters become visible, lines stay.</summary>
    internal static string Clean(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            clean.Append(IsUnsafe(c) ? '\uFFFD' : c);
        }

        return clean.ToString();
    }

    private void Write(string line)
    {
        try
        {
            output.WriteLine(line);
        }
        catch (IOException exception) when (StandardOutput.IsClosed(exception))
        {
            throw new OutputClosedException(exception.Message, exception);
        }
    }

    private static bool IsUnsafe(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
