using OrleansSocial.Client.Credentials;

namespace OrleansSocial.Tests.Client.Credentials;

public sealed class CredentialStoreTests
{
    [Fact]
    public void A_login_is_kept_where_only_its_owner_reads_it()
    {
        var config = Directory.CreateTempSubdirectory("orleanssocial-");
        try
        {
            var store = CredentialStore.Open(name => string.Equals(name, "XDG_CONFIG_HOME", StringComparison.Ordinal) ? config.FullName : null);
            Assert.Null(store.Load());

            var login = new Credential("http://127.0.0.1:5080", "xoxp-1", "T1", "U1");
            store.Save(login with { Token = "xoxp-0" });
            store.Save(login);

            Assert.Equal(login, store.Load());
            Assert.Equal(Path.Combine(config.FullName, "orleanssocial", "credentials.json"), store.FilePath);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.FilePath));
            }
        }
        finally
        {
            config.Delete(recursive: true);
        }
    }
}
