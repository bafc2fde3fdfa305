namespace OrleansSocial.Benchmarks.Faults;

/// <summary>Sends one post until it is acknowledged, refused for good, or too old, and writes each step down.</summary>
public sealed class PostSender(FaultApi api, GatewayPool gateways, JsonlWriter sends, JsonlWriter? http)
{
    private static readonly TimeSpan TryFor = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(2);

    /// <summary>Sends it.</summary>
    /// <param name="post">What and how.</param>
    /// <param name="socket">The author's socket, when the first attempt goes over it.</param>
    /// <param name="cancellationToken">Ends it as given up.</param>
    /// <returns>The ts when it was acknowledged.</returns>
    public async Task<string?> SendAsync(FaultPost post, RtmClient? socket, CancellationToken cancellationToken)
    {
        sends.Write(new SendEntry(api.NowMs, post.Id, SendEvent.Start, post.Channel, post.Author.Id, post.Key is not null));
        var begun = api.NowMs;
        var gateway = gateways.Next();
        var pause = FirstPause;
        for (var attempt = 0; api.NowMs - begun < TryFor.TotalMilliseconds && !cancellationToken.IsCancellationRequested; attempt++)
        {
            var step = attempt == 0 && socket is not null
                ? await OverSocketAsync(post, socket, cancellationToken)
                : await OverHttpAsync(post, gateway, cancellationToken);
            sends.Write(step.Entry);
            if (step.Entry.E is SendEvent.Ok or SendEvent.Fail)
            {
                return step.Entry.Ts;
            }

            gateway = gateways.Other(gateway);
            await Task.Delay(step.Entry.E == SendEvent.Refused ? TimeSpan.FromMilliseconds(20) : step.RetryAfter ?? pause, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
        }

        sends.Write(new SendEntry(api.NowMs, post.Id, SendEvent.GaveUp));
        return null;
    }

    private async Task<(SendEntry Entry, TimeSpan? RetryAfter)> OverSocketAsync(FaultPost post, RtmClient socket, CancellationToken cancellationToken)
    {
        sends.Write(new SendEntry(api.NowMs, post.Id, SendEvent.Try, Via: "rtm"));
        var ack = await socket.PostAsync(post.Channel, post.Text, post.Key, cancellationToken);
        return (ack switch
        {
            { Ts: { } ts } => new SendEntry(api.NowMs, post.Id, SendEvent.Ok, Ts: ts),
            { Outcome: ApiOutcome.NeverSent } => new SendEntry(api.NowMs, post.Id, SendEvent.Refused, Why: ack.Why),
            { Outcome: ApiOutcome.Lost } => new SendEntry(api.NowMs, post.Id, SendEvent.Unknown, Why: ack.Why),
            { Code: -1 } => new SendEntry(api.NowMs, post.Id, SendEvent.Busy, Why: ack.Why),
            _ => new SendEntry(api.NowMs, post.Id, SendEvent.Fail, Why: ack.Why),
        }, null);
    }

    private async Task<(SendEntry Entry, TimeSpan? RetryAfter)> OverHttpAsync(FaultPost post, string gateway, CancellationToken cancellationToken)
    {
        sends.Write(new SendEntry(api.NowMs, post.Id, SendEvent.Try, Via: gateway));
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["channel"] = post.Channel, ["text"] = post.Text };
        if (post.Key is not null)
        {
            form["client_msg_id"] = post.Key;
        }

        var reply = await api.CallAsync(gateway, "chat.postMessage", post.Author.Token, form, http, cancellationToken);
        return (reply switch
        {
            { Ok: true } => new SendEntry(api.NowMs, post.Id, SendEvent.Ok, Ts: reply.Text("ts")),
            { Outcome: ApiOutcome.NeverSent } => new SendEntry(api.NowMs, post.Id, SendEvent.Refused, Why: reply.Why),
            { Outcome: ApiOutcome.Lost } => new SendEntry(api.NowMs, post.Id, SendEvent.Unknown, Why: reply.Why),
            { Status: 429 } => new SendEntry(api.NowMs, post.Id, SendEvent.Busy, Why: Waits(reply)),
            { Status: 200, Body: not null } => new SendEntry(api.NowMs, post.Id, SendEvent.Fail, Why: reply.Why),
            { Status: >= 500 } => new SendEntry(api.NowMs, post.Id, SendEvent.Unavailable, Why: Waits(reply)),
            _ => new SendEntry(api.NowMs, post.Id, SendEvent.Fail, Why: reply.Why),
        }, reply.RetryAfter);
    }

    // The checker counts busy answers that do not say when to come back.
    private static string Waits(ApiReply reply) =>
        reply.RetryAfter is null ? $"{reply.Status} without Retry-After: {reply.Why}" : $"{reply.Status}: {reply.Why}";
}
