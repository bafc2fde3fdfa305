using System.Text.Json;

namespace OrleansSocial.Client.Credentials;

/// <summary>Keeps the last login in a file that only its owner can read.</summary>
internal sealed class CredentialStore(string folder)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Gets the file that holds the login.</summary>
    public string FilePath { get; } = Path.Combine(folder, "credentials.json");

    /// <summary>Opens the store of the current user, by <c>XDG_CONFIG_HOME</c> or in <c>~/.config</c>.</summary>
    public static CredentialStore Open(Func<string, string?> environment)
    {
        var config = environment("XDG_CONFIG_HOME");
        if (string.IsNullOrEmpty(config))
        {
            config = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
        }

        return new CredentialStore(Path.Combine(config, "orleanssocial"));
    }

    /// <summary>Reads the saved login; null if there is none or it cannot be read.</summary>
    public Credential? Load()
    {
        try
        {
            return JsonSerializer.Deserialize<Credential>(File.ReadAllText(FilePath), Json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the saved login.</summary>
    public void Save(Credential credential)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(FilePath, JsonSerializer.Serialize(credential, Json));
            return;
        }

        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);

        // Written beside and renamed: the secret never stands in a file with other rights, nor half a file after a crash.
        var draft = $"{FilePath}.{Environment.ProcessId}";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        };
        using (var file = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(file, credential, Json);
        }

        File.Move(draft, FilePath, overwrite: true);
    }
}
