using System.CommandLine;
using OrleansSocial.Client.Api;

namespace OrleansSocial.Client.Commands;

/// <summary><c>channels</c>: lists the channels that the caller may see.</summary>
internal static class ChannelsCommand
{
    public static Command Create(CommandRun run)
    {
        var command = new Command("channels", "List the channels you may see; * marks yours.");
        run.AsUser(command, async (_, api, screen, cancellationToken) =>
        {
            foreach (var channel in await new TeamDirectory(api).ChannelsAsync(cancellationToken))
            {
                var mine = channel.Flag("is_member") ? '*' : ' ';
                var members = channel.Number("num_members") is { } count ? $"{count,6} members" : string.Empty;
                screen.Result(channel, $"{mine} {channel.Text("id"),-11} #{channel.Text("name"),-24} {members}".TrimEnd());
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
