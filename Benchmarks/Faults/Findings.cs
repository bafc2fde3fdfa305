namespace OrleansSocial.Benchmarks.Faults;

/// <summary>Collects broken rules and figures while the checks run.</summary>
public sealed class Findings
{
    private const int ExamplesMax = 5;
    private readonly SortedDictionary<string, (int Count, List<string> Examples)> _broken = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, double> _figures = new(StringComparer.Ordinal);

    /// <summary>Notes one case of a broken rule.</summary>
    public void Break(string rule, string example)
    {
        var (count, examples) = _broken.TryGetValue(rule, out var known) ? known : (0, []);
        if (examples.Count < ExamplesMax)
        {
            examples.Add(example);
        }

        _broken[rule] = (count + 1, examples);
    }

    /// <summary>Sets a figure of the verdict.</summary>
    public void Set(string name, double value) => _figures[name] = value;

    /// <summary>Adds to a figure of the verdict.</summary>
    public void Add(string name, double value = 1) => _figures[name] = _figures.GetValueOrDefault(name) + value;

    /// <summary>The verdict so far.</summary>
    public Verdict ToVerdict() => new(
        _broken.Count == 0,
        new Dictionary<string, double>(_figures, StringComparer.Ordinal),
        [.. _broken.Select(b => new Finding(b.Key, b.Value.Count, b.Value.Examples))]);
}
