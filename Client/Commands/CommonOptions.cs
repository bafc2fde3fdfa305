using System.CommandLine;
using OrleansSocial.Client.Credentials;

namespace OrleansSocial.Client.Commands;

/// <summary>The options that every command has, and where their values come from when they are not given.</summary>
internal sealed class CommonOptions(Func<string, string?> environment)
{
    public const string DefaultUrl = "http://127.0.0.1:5080";
    public const string UrlVariable = "ORLEANSSOCIAL_URL";
    public const string TokenVariable = "ORLEANSSOCIAL_TOKEN";
    public const string OperatorTokenVariable = "ORLEANSSOCIAL_OPERATOR_TOKEN";
    public const string PasswordVariable = "ORLEANSSOCIAL_PASSWORD";

    public Option<string?> Url { get; } = new("--url")
    {
        Description = $"The server. Else {UrlVariable}, else the saved login's, else {DefaultUrl}.",
        Recursive = true,
    };

    public Option<string?> Token { get; } = new("--token")
    {
        Description = $"The token to use. Else {TokenVariable}, else the saved login's. ops verbs: {OperatorTokenVariable}.",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Write JSON, one value a line.",
        Recursive = true,
    };

    public CredentialStore Store { get; } = CredentialStore.Open(environment);

    /// <summary>Finds the server's base URL, with a trailing slash.</summary>
    /// <exception cref="UsageException">It is not an http or https URL.</exception>
    public Uri UrlOf(ParseResult parsed)
    {
        var text = parsed.GetValue(Url) ?? environment(UrlVariable) ?? Store.Load()?.Url ?? DefaultUrl;
        return Base(text) ?? throw new UsageException($"'{text}' is not an http or https URL");
    }

    /// <summary>Finds the user's token; a saved one goes to no other server than the one that gave it.</summary>
    /// <exception cref="UsageException">There is none for this server.</exception>
    public string TokenOf(ParseResult parsed)
    {
        if ((parsed.GetValue(Token) ?? environment(TokenVariable)) is { } given)
        {
            return given;
        }

        var saved = Store.Load() ?? throw new UsageException($"not logged in: run login or signup first, or give --token or {TokenVariable}");
        var url = UrlOf(parsed);
        return Base(saved.Url) == url
            ? saved.Token
            : throw new UsageException($"the saved login is one of {saved.Url}, not of {url}: log in there, or give --token or {TokenVariable}");
    }

    /// <summary>Finds the operator's token; a user's saved login is never taken for it.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public string OperatorTokenOf(ParseResult parsed) =>
        parsed.GetValue(Token) ?? environment(OperatorTokenVariable)
        ?? throw new UsageException(
            $"ops verbs need the operator's token: --token or {OperatorTokenVariable}; the host writes it to operator.token in its data folder");

    /// <summary>Finds the password: the option, the variable, or a line of standard input.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public string PasswordOf(string? given)
    {
        if ((given ?? environment(PasswordVariable)) is { Length: > 0 } password)
        {
            return password;
        }

        if (!Console.IsInputRedirected)
        {
            return HiddenInput.Read("Password: ");
        }

        return Console.In.ReadLine() is { Length: > 0 } line
            ? line
            : throw new UsageException($"no password: give --password, {PasswordVariable} or a line of standard input");
    }

    private static Uri? Base(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;
}
