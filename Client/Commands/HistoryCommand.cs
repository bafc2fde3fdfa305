using System.CommandLine;
using OrleansSocial.Client.Api;

namespace OrleansSocial.Client.Commands;

/// <summary><c>history</c>: shows a channel's or a thread's last messages, oldest first.</summary>
internal static class HistoryCommand
{
    private const int LimitDefault = 50;
    private const int PageSize = 200;

    public static Command Create(CommandRun run)
    {
        var channel = new Argument<string>("channel") { Description = "A channel's name or id." };
        var limit = new Option<int>("--limit")
        {
            Description = $"Show at most this many, 1 to {ChannelHistory.MessagesMax}; default {LimitDefault}.",
            DefaultValueFactory = _ => LimitDefault,
        };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > ChannelHistory.MessagesMax)
            {
                result.AddError($"--limit is 1 to {ChannelHistory.MessagesMax}.");
            }
        });
        var since = new Option<string?>("--since") { Description = "Only after this ts." };
        var before = new Option<string?>("--before") { Description = "Only before this ts." };
        var thread = new Option<string?>("--thread") { Description = "The thread of the message with this ts." };
        var command = new Command("history", "Show the last messages of a channel or a thread, oldest first.")
        {
            channel, limit, since, before, thread,
        };
        run.AsUser(command, async (parsed, api, screen, cancellationToken) =>
        {
            var names = new TeamDirectory(api);
            var id = await names.ChannelIdAsync(parsed.GetRequiredValue(channel), cancellationToken);
            var range = new HistoryRange(id, parsed.GetValue(since), parsed.GetValue(before), parsed.GetValue(thread));
            var lines = new MessageLines(names);
            foreach (var message in await new ChannelHistory(api).ReadAsync(range, parsed.GetValue(limit), PageSize, cancellationToken))
            {
                screen.Result(message, screen.Json ? string.Empty : await lines.MessageAsync(message, cancellationToken));
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
