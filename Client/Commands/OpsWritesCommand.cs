using System.CommandLine;

namespace OrleansSocial.Client.Commands;

/// <summary><c>ops writes</c>: shows how the writers are doing.</summary>
internal static class OpsWritesCommand
{
    public static Command Create(CommandRun run)
    {
        var command = new Command("writes", "Show each writer's queue depth, batch size and flush time.");
        run.AsOperator(command, async (_, api, screen, cancellationToken) =>
        {
            var answer = await api.CallRepeatableAsync(
                "ops.writes", new Dictionary<string, string?>(StringComparer.Ordinal), cancellationToken);
            OpsTable.Write(screen, answer, "writers");
            return ExitCodes.Done;
        });
        return command;
    }
}
