using System.CommandLine;

namespace OrleansSocial.Client.Commands;

/// <summary><c>ops map</c>: shows where each shard is written.</summary>
internal static class OpsMapCommand
{
    public static Command Create(CommandRun run)
    {
        var command = new Command("map", "Show where each shard's groups are written: pair, side, epoch.");
        run.AsOperator(command, async (_, api, screen, cancellationToken) =>
        {
            var answer = await api.CallRepeatableAsync(
                "ops.map", new Dictionary<string, string?>(StringComparer.Ordinal), cancellationToken);
            OpsTable.Write(screen, answer, "shards");
            return ExitCodes.Done;
        });
        return command;
    }
}
