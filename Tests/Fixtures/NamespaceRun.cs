using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansSocial.Tests.Fixtures;

/// <summary>
/// Runs a scenario in a mount, network and process namespace where slack.com is this machine and its certificates are
/// signed by a CA of this run alone. Its end, however it comes, ends every process in there.
/// </summary>
internal static class NamespaceRun
{
    private const int KeyBits = 2048;
    private const string CaBundle = "/etc/ssl/certs/ca-certificates.crt";
    private static readonly string[] Names = ["slack.com", "www.slack.com", "api.slack.com", "hooks.slack.com", "files.slack.com", "demo.slack.com"];
    private static readonly string[] Unshare = ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"];
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Says why a namespace cannot be made here; null if it can.</summary>
    public static async Task<string?> ObstacleAsync()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "needs root on Linux, for namespaces of its own";
        }

        foreach (var program in (string[])["unshare", "mount", "ip"])
        {
            if (ToolPath.Find(program) is null)
            {
                return $"needs the program {program}";
            }
        }

        if (!File.Exists(CaBundle))
        {
            return $"needs {CaBundle} (Debian package ca-certificates)";
        }

        var tried = await ChildProcess.RunAsync("unshare", [.. Unshare, "ip", "link", "set", "lo", "up"], TryTimeout);
        return tried.ExitCode == 0 ? null : $"may not make namespaces here: {tried.Output.Text.Trim()}";
    }

    /// <summary>Runs a command in there, with the folder's path in <c>ORLEANSSOCIAL_NAMESPACE</c> and the host's program in <c>ORLEANSSOCIAL_HOST</c>.</summary>
    /// <param name="script">enter.sh.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="timeout">The longest run; then everything in there is killed.</param>
    public static async Task<ChildProcess> RunAsync(string script, IEnumerable<string> command, TimeSpan timeout)
    {
        var folder = Directory.CreateTempSubdirectory("orleanssocial-");
        try
        {
            // The embedded database runs under another account than root, and passes through.
            File.SetUnixFileMode(folder.FullName, File.GetUnixFileMode(folder.FullName) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "hosts"), $"127.0.0.1 localhost {string.Join(' ', Names)}\n");
            await WriteCertificatesAsync(folder.FullName);
            var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["ORLEANSSOCIAL_NAMESPACE"] = folder.FullName,
                ["ORLEANSSOCIAL_HOST"] = Repository.Executable("Silo"),
            };
            return await ChildProcess.RunAsync("unshare", [.. Unshare, "bash", script, folder.FullName, .. command], timeout, environment);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task WriteCertificatesAsync(string folder)
    {
        using var caKey = RSA.Create(KeyBits);
        var caRequest = new CertificateRequest("CN=OrleansSocial test CA", caKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        caRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = TimeProvider.System.GetUtcNow();
        using var ca = caRequest.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));

        using var key = RSA.Create(KeyBits);
        var request = new CertificateRequest("CN=slack.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in Names)
        {
            names.AddDnsName(name);
        }

        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(ca, now.AddHours(-1), now.AddHours(12), RandomNumberGenerator.GetBytes(8));

        await File.WriteAllTextAsync(Path.Combine(folder, "ca.pem"), ca.ExportCertificatePem() + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "ca-bundle.pem"), await File.ReadAllTextAsync(CaBundle) + ca.ExportCertificatePem() + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "server.pem"), certificate.ExportCertificatePem() + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "server.key"), key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
