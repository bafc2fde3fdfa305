using System.CommandLine;
using OrleansSocial.Client.Api;

namespace OrleansSocial.Client.Commands;

/// <summary>Runs the body of a command and turns what went wrong into words and an exit code.</summary>
internal sealed class CommandRun(CommonOptions common, TimeProvider time, TextWriter output, TextWriter error)
{
    public TimeProvider Time { get; } = time;

    public CommonOptions Common { get; } = common;

    /// <summary>Sets what a command does with the user's token.</summary>
    public void AsUser(Command command, Func<ParseResult, ApiClient, ConsoleScreen, CancellationToken, Task<int>> body) =>
        Set(command, Common.TokenOf, body);

    /// <summary>Sets what a command does with the operator's token.</summary>
    public void AsOperator(Command command, Func<ParseResult, ApiClient, ConsoleScreen, CancellationToken, Task<int>> body) =>
        Set(command, Common.OperatorTokenOf, body);

    /// <summary>Sets what a command does without a token.</summary>
    public void Anonymously(Command command, Func<ParseResult, ApiClient, ConsoleScreen, CancellationToken, Task<int>> body) =>
        Set(command, _ => null, body);

    private void Set(
        Command command,
        Func<ParseResult, string?> token,
        Func<ParseResult, ApiClient, ConsoleScreen, CancellationToken, Task<int>> body) =>
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await RunAsync(new ConsoleScreen(output, error, parsed.GetValue(Common.Json)), parsed, token, body, cancellationToken);
            }
            catch (OutputClosedException)
            {
                return ExitCodes.OutputClosed;
            }
        });

    private async Task<int> RunAsync(
        ConsoleScreen screen,
        ParseResult parsed,
        Func<ParseResult, string?> token,
        Func<ParseResult, ApiClient, ConsoleScreen, CancellationToken, Task<int>> body,
        CancellationToken cancellationToken)
    {
        try
        {
            using var api = new ApiClient(Common.UrlOf(parsed), token(parsed), Time);
            return await body(parsed, api, screen, cancellationToken);
        }
        catch (UsageException e)
        {
            screen.Failure("usage", e.Message);
            return ExitCodes.Usage;
        }
        catch (ApiException e)
        {
            screen.Failure(e.Error, e.Message);
            return ExitCodes.Refused;
        }
        catch (UnreachableException e)
        {
            screen.Failure("unreachable", e.Message);
            return ExitCodes.Unreachable;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }
}
