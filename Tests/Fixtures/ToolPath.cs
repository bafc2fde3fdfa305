namespace OrleansSocial.Tests.Fixtures;

/// <summary>Finds programs that a test needs and a machine may lack.</summary>
internal static class ToolPath
{
    /// <summary>Finds a program in PATH; null if it is not installed.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
