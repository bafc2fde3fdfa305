namespace OrleansSocial.Benchmarks.Machines;

/// <summary>Where this clone and its build output are, found from the running program.</summary>
internal static class Repository
{
    /// <summary>Gets the folder that holds OrleansSocial.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Gets the product's host, as built in the same configuration as this program.</summary>
    public static string Silo =>
        Path.Combine(Root, "artifacts", "bin", "Silo", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "OrleansSocial.Silo");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OrleansSocial.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no OrleansSocial.sln above {AppContext.BaseDirectory}");
    }
}
