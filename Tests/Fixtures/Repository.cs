namespace OrleansSocial.Tests.Fixtures;

/// <summary>Where this clone and its build output are, found from the running test program.</summary>
internal static class Repository
{
    /// <summary>Gets the folder that holds OrleansSocial.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Gets the build output of a project, built in the same configuration as the tests.</summary>
    /// <param name="project">Folder name of the project, such as <c>Silo</c>.</param>
    public static string Output(string project)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(Root, "artifacts", "bin", project, configuration);
    }

    /// <summary>Gets the executable that a project builds.</summary>
    /// <param name="project">Folder name of the project, such as <c>Client</c>.</param>
    public static string Executable(string project) => Path.Combine(Output(project), $"OrleansSocial.{project}");

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
