using OrleansSocial.Client;
using OrleansSocial.Client.Commands;

await using var output = StandardOutput.Open();
var root = RootCommands.Create(Environment.GetEnvironmentVariable, TimeProvider.System, output, Console.Error);
var parsed = root.Parse(args, RootCommands.Parsing);
if (parsed.Errors.Count > 0 && args.Contains("--json", StringComparer.Ordinal))
{
    try
    {
        new ConsoleScreen(output, Console.Error, json: true).Failure("usage", string.Join(' ', parsed.Errors.Select(e => e.Message)));
        return ExitCodes.Usage;
    }
    catch (OutputClosedException)
    {
        return ExitCodes.OutputClosed;
    }
}

var code = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
