using System.CommandLine;
using System.Data.Common;
using Microsoft.Extensions.Options;
using OrleansSocial.Storage;
using OrleansSocial.Storage.EmbeddedPostgres;

namespace OrleansSocial.Silo;

/// <summary>The program's command line: what it takes, its help, and what a failed start says.</summary>
internal static class HostCommand
{
    private const int StartFailed = 1;
    private const int PortMax = 65535;

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of the embedded database, the demo accounts and the operator's token",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".data",
    };

    private static readonly Option<int?> Port = new("--port")
    {
        Description = $"HTTP port of 127.0.0.1, 0 for a free one (default: {HostArguments.PortDefault})",
        HelpName = "N",
    };

    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Where HTTP listens instead, such as http://10.0.0.5:5080; several are separated by ';'",
        HelpName = "URL",
    };

    private static readonly Option<bool> NoDemo = new("--no-demo")
    {
        Description = "Make no demo team (it is made only where HTTP listens on loopback alone)",
    };

    public static Task<int> RunAsync(string[] args)
    {
        Port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var port) && port is < 0 or > PortMax)
            {
                result.AddError($"--port is 0 to {PortMax}, not {port}.");
            }
        });
        var root = new RootCommand(
            "OrleansSocial: a chat server that speaks Slack's protocol, on Orleans and PostgreSQL. " +
            "Without connection strings it starts a PostgreSQL server of its own. Settings come from appsettings.json and the " +
            "environment (OrleansSocial__Section__Key); docs/reference/settings.md lists them.")
        {
            Data, Port, Urls, NoDemo,
        };
        root.Validators.Add(result =>
        {
            if (result.GetResult(Port) is not null && result.GetResult(Urls) is not null)
            {
                result.AddError("--port and --urls exclude each other.");
            }
        });
        root.SetAction((parsed, _) => StartAsync(new(
            parsed.GetValue(Data)!, parsed.GetValue(Port), parsed.GetValue(Urls), !parsed.GetValue(NoDemo))));

        // SIGTERM and Ctrl-C are the host's own: it ends in order, and the parser would cut it off after two seconds.
        return root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }).InvokeAsync(new() { ProcessTerminationTimeout = null });
    }

    // What the operator can change is one line without a stack trace.
    private static async Task<int> StartAsync(HostArguments arguments)
    {
        try
        {
            await SiloHost.RunAsync(arguments);
            return 0;
        }
        catch (OptionsValidationException exception)
        {
            return Fail(string.Join(Environment.NewLine, exception.Failures));
        }
        catch (DbException exception)
        {
            return Fail($"PostgreSQL: {exception.Message}");
        }
        catch (Exception exception) when (
            exception is HostStartException or EmbeddedPostgresException or MigrationException or IOException or UnauthorizedAccessException)
        {
            return Fail(exception.Message);
        }

        static int Fail(string message)
        {
            Console.Error.WriteLine($"orleanssocial: {message}");
            return StartFailed;
        }
    }
}
