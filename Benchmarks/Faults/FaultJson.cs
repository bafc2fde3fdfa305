using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>The one form of every log of a fault run: camel case, one object a line, empty members left out.</summary>
public static class FaultJson
{
    /// <summary>Options of a line in a log.</summary>
    public static JsonSerializerOptions Line { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Options of a file that people read.</summary>
    public static JsonSerializerOptions Pretty { get; } = new(Line) { WriteIndented = true };

    /// <summary>Reads a file of lines; a last line that was cut off by a kill is left out.</summary>
    public static IEnumerable<T> ReadLines<T>(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            if (line.Length == 0 || line[^1] != '}')
            {
                continue;
            }

            yield return JsonSerializer.Deserialize<T>(line, Line)
                ?? throw new InvalidDataException($"{path} holds an empty line object");
        }
    }
}
