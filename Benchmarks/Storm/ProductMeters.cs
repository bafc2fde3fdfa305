using System.Globalization;

namespace OrleansSocial.Benchmarks.Storm;

/// <summary>Reads the product's own counters.</summary>
internal sealed class ProductMeters(Uri url) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = url };

    /// <summary>Reads counters, each the sum over its tags, in the order of the names.</summary>
    public async Task<long[]> Read(CancellationToken cancellationToken, params string[] names)
    {
        var lines = (await _http.GetStringAsync(new Uri("metrics", UriKind.Relative), cancellationToken)).Split('\n');
        return [.. names.Select(n => lines
            .Where(l => l.StartsWith(n, StringComparison.Ordinal))
            .Sum(l => (long)double.Parse(l.Split('}')[^1].Trim().Split(' ')[0], CultureInfo.InvariantCulture)))];
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
