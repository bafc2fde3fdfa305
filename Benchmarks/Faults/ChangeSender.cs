namespace OrleansSocial.Benchmarks.Faults;

/// <summary>Edits messages and reacts to them, so that the event chain holds more than posts.</summary>
public sealed class ChangeSender(FaultApi api, GatewayPool gateways, JsonlWriter http)
{
    private const int TriesMax = 3;
    private static readonly string[] Reactions = ["thumbsup", "eyes", "tada", "rocket"];

    /// <summary>Edits the author's message, or adds the other member's reaction to it.</summary>
    public async Task ChangeAsync(FaultPost post, string ts, FaultMember other, bool edit, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["channel"] = post.Channel };
        if (edit)
        {
            form["ts"] = ts;
            form["text"] = $"{post.Text} (edited)";
        }
        else
        {
            form["timestamp"] = ts;
            form["name"] = Reactions[post.Id.Length % Reactions.Length];
        }

        for (var attempt = 0; attempt < TriesMax && !cancellationToken.IsCancellationRequested; attempt++)
        {
            var reply = await api.CallAsync(
                gateways.Next(),
                edit ? "chat.update" : "reactions.add",
                edit ? post.Author.Token : other.Token,
                form,
                http,
                cancellationToken);
            if (reply.Status == 200)
            {
                return;
            }

            await Task.Delay(reply.RetryAfter ?? TimeSpan.FromMilliseconds(500), cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
