using OrleansSocial.Storage.EmbeddedPostgres;

namespace OrleansSocial.Tests.Storage.EmbeddedPostgres;

/// <summary>A server's folder after its first start and stop, to copy: initdb takes longer than most tests.</summary>
public sealed class InitializedFolder : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanssocial-pg-");

    public async ValueTask InitializeAsync() => await (await EmbeddedCluster.StartAsync(_folder.FullName)).DisposeAsync();

    /// <summary>Copies the folder, modes and all; the copy keeps password and port.</summary>
    internal void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        using var copy = System.Diagnostics.Process.Start("cp", ["-a", _folder.FullName + "/.", folder]);
        copy.WaitForExit();
        Assert.Equal(0, copy.ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
