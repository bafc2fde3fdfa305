using System.Security.Cryptography;
using System.Text;

namespace OrleansSocial.Grains.Accounts;

/// <summary>Mints tokens and codes, and names them by their hashes.</summary>
internal static class Secrets
{
    private const int TokenBytes = 24;
    private const int CodeBytes = 16;

    /// <summary>Mints a person's token (Slack clients check the prefix).</summary>
    public static string UserToken() => "xoxp-" + Random(TokenBytes);

    /// <summary>Mints a bot's token.</summary>
    public static string BotToken() => "xoxb-" + Random(TokenBytes);

    /// <summary>Mints an invite's code or a session's ticket.</summary>
    public static string Code() => Random(CodeBytes);

    /// <summary>Names a secret without telling it: hex of SHA-256.</summary>
    public static string Id(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string Random(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
