using System.Globalization;

namespace OrleansSocial.Benchmarks.Machines;

/// <summary>Reads what processes and their descendants use from /proc.</summary>
/// <param name="roots">Process ids; PostgreSQL is told from the rest by its name.</param>
internal sealed class ProcessTree(params int[] roots)
{
    private const double ClockTicksPerSecond = 100;

    /// <summary>Reads the CPU of all processes of the tree.</summary>
    public CpuTimes Cpu()
    {
        double server = 0, postgres = 0;
        foreach (var (name, fields) in Processes())
        {
            // utime and stime of the process; cutime and cstime hold what its ended children used, backends that have gone included.
            var own = Ticks(fields, 11) + Ticks(fields, 12);
            var ended = Ticks(fields, 13) + Ticks(fields, 14);
            if (name == "postgres")
            {
                postgres += own + ended;
            }
            else
            {
                server += own;
            }
        }

        return new CpuTimes(server / ClockTicksPerSecond, postgres / ClockTicksPerSecond);
    }

    /// <summary>Reads the resident memory of the server's own processes, without PostgreSQL, in bytes.</summary>
    public long ResidentBytes() =>
        Processes().Where(p => p.Name != "postgres").Sum(p => Ticks(p.Fields, 21) * Environment.SystemPageSize);

    /// <summary>Gets the process that was asked for first.</summary>
    public int Root => roots[0];

    private static long Ticks(string[] fields, int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);

    private List<(string Name, string[] Fields)> Processes()
    {
        var all = new Dictionary<int, (int Parent, string Name, string[] Fields)>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id))
            {
                continue;
            }

            try
            {
                // pid (name) state ppid ...: the name may hold blanks, so split after its last bracket.
                var stat = File.ReadAllText(Path.Combine(directory, "stat"));
                var open = stat.IndexOf('(', StringComparison.Ordinal);
                var close = stat.LastIndexOf(')');
                var fields = stat[(close + 2)..].Split(' ');
                all[id] = (int.Parse(fields[1], CultureInfo.InvariantCulture), stat[(open + 1)..close], fields);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }

        return [.. all.Where(p => Descends(p.Key)).Select(p => (p.Value.Name, p.Value.Fields))];

        bool Descends(int id)
        {
            for (var depth = 0; depth < 32; depth++)
            {
                if (roots.Contains(id))
                {
                    return true;
                }

                if (!all.TryGetValue(id, out var process) || process.Parent <= 1)
                {
                    return false;
                }

                id = process.Parent;
            }

            return false;
        }
    }
}
