using System.Globalization;
using System.Text.Json;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>Everything that a run wrote down.</summary>
public sealed record CheckedRun(
    string Folder,
    RunInfo Info,
    FaultSetup Setup,
    IReadOnlyList<SentPost> Posts,
    IReadOnlyDictionary<int, IReadOnlyList<FrameEntry>> Frames,
    IReadOnlyList<FaultEntry> Faults)
{
    /// <summary>Reads the logs of a run.</summary>
    public static CheckedRun Read(string folder, FaultSetup setup, string? faultsFile)
    {
        var info = JsonSerializer.Deserialize<RunInfo>(File.ReadAllText(Path.Combine(folder, "run.json")), FaultJson.Pretty)
            ?? throw new InvalidDataException($"{folder} holds no run");
        var frames = info.Sockets.ToDictionary(
            s => s.Number,
            s => (IReadOnlyList<FrameEntry>)[.. FaultJson.ReadLines<FrameEntry>(SocketFile(folder, s.Number))]);
        var faults = faultsFile is not null && File.Exists(faultsFile) ? FaultJson.ReadLines<FaultEntry>(faultsFile).ToList() : [];
        return new CheckedRun(
            folder,
            info,
            setup,
            SentPost.From(FaultJson.ReadLines<SendEntry>(Path.Combine(folder, "sends.jsonl"))),
            frames,
            [.. faults.Where(f => f.T >= info.StartedMs && f.T <= info.EndedMs)]);
    }

    /// <summary>The file of a socket's frames.</summary>
    public static string SocketFile(string folder, int number) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"socket-{number:00}.jsonl"));

    /// <summary>The post that a text belongs to: its first word, when it is one of this run.</summary>
    public string? PostOf(string text)
    {
        if (!text.StartsWith(Info.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? text : text[..space];
    }
}
