using System.Globalization;

namespace OrleansSocial.Benchmarks.Machines;

/// <summary>Reads what the whole machine has used.</summary>
internal static class MachineCpu
{
    private const double ClockTicksPerSecond = 100;
    private static readonly int[] _busy = [1, 2, 3, 6, 7];

    /// <summary>Reads user, nice, system and interrupt time since the machine started, in seconds of one core.</summary>
    public static double Busy()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return _busy.Sum(i => double.Parse(fields[i], CultureInfo.InvariantCulture)) / ClockTicksPerSecond;
    }
}
