using System.CommandLine;
using OrleansSocial.Client.Api;
using OrleansSocial.Client.Rtm;

namespace OrleansSocial.Client.Commands;

/// <summary><c>tail</c>: shows what happens in the caller's channels, as it happens.</summary>
internal static class TailCommand
{
    public static Command Create(CommandRun run)
    {
        var channels = new Argument<string[]>("channel")
        {
            Description = "Only these channels, by name or id; all of yours if none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var count = new Option<int?>("--count") { Description = "End after this many events." };
        var seconds = new Option<double?>("--seconds")
        {
            Description = $"End after this time: with exit code {ExitCodes.TimedOut} if --count was not reached.",
        };
        var command = new Command(
            "tail",
            "Show what happens in your channels, live. A lost connection is opened again where it stopped: every event is shown once, "
            + "in the order of its channel. Ctrl-C ends it.")
        {
            channels, count, seconds,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(count) is < 1 || result.GetValue(seconds) is <= 0 or > 86_400_000)
            {
                result.AddError("--count is 1 or more, --seconds is above 0.");
            }
        });
        run.AsUser(command, async (parsed, api, screen, cancellationToken) =>
        {
            var names = new TeamDirectory(api);
            HashSet<string> wanted = new(StringComparer.Ordinal);
            foreach (var channel in parsed.GetValue(channels) ?? [])
            {
                wanted.Add(await names.ChannelIdAsync(channel, cancellationToken));
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (parsed.GetValue(seconds) is { } longest)
            {
                limit.CancelAfter(TimeSpan.FromSeconds(longest));
            }

            try
            {
                var tail = new LiveTail(api, new TailCursors(), run.Time, screen.Notice);
                await ShowAsync(tail, new MessageLines(names), screen, wanted, parsed.GetValue(count) ?? int.MaxValue, limit.Token);
                return ExitCodes.Done;
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return parsed.GetValue(count) is null ? ExitCodes.Done : ExitCodes.TimedOut;
            }
        });
        return command;
    }

    private static async Task ShowAsync(
        LiveTail tail, MessageLines lines, ConsoleScreen screen, HashSet<string> wanted, int count, CancellationToken cancellationToken)
    {
        await foreach (var frame in tail.EventsAsync(cancellationToken))
        {
            var channel = LiveTail.ChannelOf(frame) ?? frame.Text("channel") ?? string.Empty;
            if (wanted.Count > 0 && !wanted.Contains(channel))
            {
                continue;
            }

            screen.Result(frame, screen.Json ? string.Empty : await lines.EventAsync(frame, channel, cancellationToken));
            if (--count == 0)
            {
                return;
            }
        }
    }
}
