using System.Text;
using OrleansSocial.Gateway.Slack.Requests;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Checks names, addresses and passwords before anything dear is done with them.</summary>
internal static class AccountArguments
{
    private const int NameLengthMax = 80;
    private const int EmailLengthMax = 254;
    private const int DomainLengthMin = 2;
    private const int DomainLengthMax = 40;
    private const int PasswordBytesMin = 8;
    private const int PasswordBytesMax = 72;

    /// <summary>Reads a name of a person, bot or team.</summary>
    public static string Name(SlackArguments arguments, string argument = "name") => arguments.Text(argument)?.Trim() switch
    {
        { Length: > 0 and <= NameLengthMax } name when ShownName.IsClean(name) && ShownName.IsVisible(name) => name,
        _ => throw new SlackRefusedException("invalid_name", $"{argument}: 1 to {NameLengthMax} characters, all of them seen"),
    };

    /// <summary>Reads an e-mail address: something on both sides of one @, no blanks.</summary>
    public static string Email(SlackArguments arguments)
    {
        var email = arguments.Text("email")?.Trim() ?? string.Empty;
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var wellFormed = email.Length <= EmailLengthMax && at > 0 && at < email.Length - 1 && at == email.LastIndexOf('@')
            && !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
        return wellFormed ? email : throw new SlackRefusedException("invalid_email");
    }

    /// <summary>Reads a new password: long enough, and no longer than what the hash reads.</summary>
    public static string NewPassword(SlackArguments arguments)
    {
        var password = arguments.Text("password") ?? string.Empty;
        return Encoding.UTF8.GetByteCount(password) is >= PasswordBytesMin and <= PasswordBytesMax
            ? password
            : throw new SlackRefusedException("invalid_password", $"a password has {PasswordBytesMin} to {PasswordBytesMax} bytes");
    }

    /// <summary>Reads a team's domain.</summary>
    public static string Domain(SlackArguments arguments, string argument)
    {
        var domain = arguments.Text(argument) ?? string.Empty;
        var wellFormed = domain.Length is >= DomainLengthMin and <= DomainLengthMax && !domain.StartsWith('-') && !domain.EndsWith('-')
            && domain.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        return wellFormed ? domain : throw new SlackRefusedException("invalid_domain", $"{argument}: {DomainLengthMin} to {DomainLengthMax} of a-z, 0-9 and -");
    }
}
