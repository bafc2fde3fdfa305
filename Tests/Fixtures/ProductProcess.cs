namespace OrleansSocial.Tests.Fixtures;

/// <summary>The product as its users start it: the silo host in a process of its own.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private const string ReadyPrefix = "ready ";

    /// <summary>First start initialises a database cluster; a loaded build machine takes its time.</summary>
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(90);

    private ProductProcess(ChildProcess child, string dataFolder, Uri baseUrl)
    {
        Child = child;
        DataFolder = dataFolder;
        BaseUrl = baseUrl;
    }

    public ChildProcess Child { get; }

    public string DataFolder { get; }

    /// <summary>Gets where it serves, with a trailing slash.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Starts a host and returns once it serves.</summary>
    /// <param name="dataFolder">Its <c>--data</c> folder.</param>
    /// <param name="arguments">More arguments; the port is a free one unless they name it.</param>
    /// <param name="environment">Settings as environment variables, such as <c>OrleansSocial__Role</c>.</param>
    /// <exception cref="TimeoutException">It did not print that it is ready; its output is in the message.</exception>
    public static async Task<ProductProcess> StartAsync(
        string dataFolder,
        IEnumerable<string>? arguments = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        List<string> all = ["--data", dataFolder, .. arguments ?? []];
        if (!all.Contains("--port", StringComparer.Ordinal) && !all.Contains("--urls", StringComparer.Ordinal))
        {
            all.AddRange(["--port", "0"]);
        }

        var child = ChildProcess.Start(Repository.Executable("Silo"), all, environment, Repository.Output("Silo"));
        try
        {
            var line = await child.StandardOutput.WaitForLineAsync(
                "the host's ready line", l => l.StartsWith(ReadyPrefix, StringComparison.Ordinal), ReadyTimeout);
            return new ProductProcess(child, dataFolder, new Uri(line[ReadyPrefix.Length..].Trim() + "/"));
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gets its resident memory in bytes.</summary>
    public long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{Child.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }

    public ValueTask DisposeAsync() => Child.DisposeAsync();
}
