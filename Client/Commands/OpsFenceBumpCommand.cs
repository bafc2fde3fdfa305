using System.CommandLine;
using System.Globalization;

namespace OrleansSocial.Client.Commands;

/// <summary><c>ops fence bump</c>: closes an epoch, so that nobody who wrote under it can write on.</summary>
internal static class OpsFenceBumpCommand
{
    public static Command Create(CommandRun run)
    {
        var shard = new Argument<int>("shard") { Description = "The shard's number, as ops map shows it." };
        var group = new Argument<int>("group") { Description = "0: even teams. 1: odd teams." };
        var command = new Command(
            "bump",
            "Close the current epoch of a shard's group. Writers go on under the next one; a writer that still has the old one commits nothing.")
        {
            shard, group,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(shard) < 0 || result.GetValue(group) is not (0 or 1))
            {
                result.AddError("shard is 0 or more, group is 0 or 1.");
            }
        });
        run.AsOperator(command, async (parsed, api, screen, cancellationToken) =>
        {
            var answer = await api.CallAsync(
                "ops.fence.bump",
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["shard"] = parsed.GetValue(shard).ToString(CultureInfo.InvariantCulture),
                    ["group"] = parsed.GetValue(group).ToString(CultureInfo.InvariantCulture),
                },
                cancellationToken);
            screen.Result(answer, $"shard {parsed.GetValue(shard)} group {parsed.GetValue(group)}: {OpsTable.Cells(answer)}");
            return ExitCodes.Done;
        });
        return command;
    }
}
