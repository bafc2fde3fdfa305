using OrleansSocial.Benchmarks.Machines;
using OrleansSocial.Benchmarks.Reporting;

namespace OrleansSocial.Benchmarks.Commands;

/// <summary>How every run begins and ends.</summary>
internal static class Runs
{
    /// <summary>Begins a run.</summary>
    public static RunResults New()
    {
        var arguments = Environment.GetCommandLineArgs().Skip(1);
        var results = new RunResults(
            MachineInfo.Read(Repository.Root),
            "dotnet run -c Release --project Benchmarks -- " + string.Join(' ', arguments),
            TimeProvider.System.GetUtcNow());
        Console.WriteLine($"{results.Machine.Commit} on {results.Machine.Cores} cores of {results.Machine.Cpu}, {results.Machine.Runtime}");
        return results;
    }

    /// <summary>Prints the comparisons and saves the run.</summary>
    public static void Finish(RunResults results, string name)
    {
        foreach (var ratio in results.Ratios)
        {
            Console.WriteLine(Tables.Line(ratio));
        }

        Console.WriteLine($"saved {Path.GetRelativePath(Repository.Root, ResultFile.Save(results, Repository.Root, name))}");
    }
}
