using OrleansSocial.Client;
using OrleansSocial.Client.Commands;

var root = RootCommands.Create(Environment.GetEnvironmentVariable, TimeProvider.System, Console.Out, Console.Error);
var parsed = root.Parse(args);
var code = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
