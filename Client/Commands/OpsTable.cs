using System.Text.Json;
using OrleansSocial.Client.Api;

namespace OrleansSocial.Client.Commands;

/// <summary>Writes an operator's answer as lines of name=value, whatever fields this version of the server has.</summary>
internal static class OpsTable
{
    /// <summary>Writes one line for each row of an answer.</summary>
    /// <param name="rows">The field that holds the rows.</param>
    public static void Write(ConsoleScreen screen, JsonElement answer, string rows)
    {
        if (screen.Json)
        {
            screen.Result(answer, string.Empty);
            return;
        }

        var any = false;
        foreach (var row in answer.Items(rows))
        {
            any = true;
            screen.Line(Cells(row));
        }

        if (!any)
        {
            screen.Notice("nothing to show yet");
        }
    }

    /// <summary>Writes the fields of one object.</summary>
    public static string Cells(JsonElement row) => string.Join(
        "  ",
        row.EnumerateObject()
            .Where(f => !string.Equals(f.Name, "ok", StringComparison.Ordinal))
            .Select(f => $"{f.Name}={f.Value}"));
}
