using System.Globalization;

namespace OrleansSocial.Silo;

/// <summary>The command line of the host.</summary>
/// <param name="Data">The data folder.</param>
/// <param name="Port">The HTTP port of 127.0.0.1, 0 for a free one; null when not given.</param>
/// <param name="Urls">Where HTTP listens; null when not given.</param>
/// <param name="Demo">Whether demo data may be made.</param>
internal sealed record HostArguments(string Data, int? Port, string? Urls, bool Demo)
{
    public const int PortDefault = 5080;

    /// <summary>The listen addresses that win over the configuration, or null.</summary>
    public string? ListenUrls => Urls ?? (Port is { } port ? LoopbackUrl(port) : null);

    public static string LoopbackUrl(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
