using System.Security.Cryptography;

namespace OrleansSocial.Grains.Accounts;

/// <summary>Mints tokens and codes; TokenIds names them by their hashes.</summary>
internal static class Secrets
{
    private const int TokenBytes = 24;
    private const int CodeBytes = 16;
    private const int ClientIdDigits = 13;

    /// <summary>Mints a person's token (Slack clients check the prefix).</summary>
    public static string UserToken() => "xoxp-" + Random(TokenBytes);

    /// <summary>Mints a bot's token.</summary>
    public static string BotToken() => "xoxb-" + Random(TokenBytes);

    /// <summary>Mints an app-level token.</summary>
    public static string AppToken(string app) => $"xapp-1-{app}-{Random(TokenBytes)}";

    /// <summary>Mints an app's client id, in Slack's form: no secret.</summary>
    public static string ClientId() => $"{RandomNumberGenerator.GetString("0123456789", ClientIdDigits)}.{RandomNumberGenerator.GetString("0123456789", ClientIdDigits)}";

    /// <summary>Mints an invite's code or a session's ticket.</summary>
    public static string Code() => Random(CodeBytes);

    private static string Random(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
