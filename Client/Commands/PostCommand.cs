using System.CommandLine;
using OrleansSocial.Client.Api;

namespace OrleansSocial.Client.Commands;

/// <summary><c>post</c>: posts a message, once however often it has to be tried.</summary>
internal static class PostCommand
{
    public static Command Create(CommandRun run)
    {
        var channel = new Argument<string>("channel") { Description = "A channel's name or id." };
        var text = new Argument<string>("text") { Description = "The text; - reads it from standard input." };
        var thread = new Option<string?>("--thread") { Description = "Answer in the thread of the message with this ts." };
        var command = new Command("post", "Post a message; it is durable when the command returns.") { channel, text, thread };
        run.AsUser(command, async (parsed, api, screen, cancellationToken) =>
        {
            var words = parsed.GetRequiredValue(text);
            if (words is "-")
            {
                words = (await Console.In.ReadToEndAsync(cancellationToken)).TrimEnd('\n', '\r');
            }

            var id = await new TeamDirectory(api).ChannelIdAsync(parsed.GetRequiredValue(channel), cancellationToken);

            // The key makes a repeat of the call the same post: without it no retry would be safe.
            var answer = await api.CallRepeatableAsync(
                "chat.postMessage",
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["channel"] = id,
                    ["text"] = WireText.Of(words),
                    ["thread_ts"] = parsed.GetValue(thread),
                    ["client_msg_id"] = Guid.CreateVersion7(run.Time.GetUtcNow()).ToString(),
                },
                cancellationToken);
            screen.Result(answer, answer.Text("ts") ?? string.Empty);
            return ExitCodes.Done;
        });
        return command;
    }
}
