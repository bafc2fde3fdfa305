using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansSocial.Benchmarks.Reporting;

/// <summary>Saves results under Benchmarks/results.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Saves a run and returns the file's path.</summary>
    /// <param name="results">What to save.</param>
    /// <param name="repository">The clone's root.</param>
    /// <param name="name">The kind of run.</param>
    public static string Save(RunResults results, string repository, string name)
    {
        var directory = Path.Combine(repository, "Benchmarks", "results");
        Directory.CreateDirectory(directory);
        var stamp = results.StartedAt.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var file = Path.Combine(directory, $"{stamp}-{name}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(results, _json) + "\n");
        return file;
    }
}
