namespace OrleansSocial.Benchmarks.Faults;

/// <summary>Every stored post reached every member's socket once, in the order of the channel.</summary>
public sealed class DeliveryCheck(CheckedRun run, StoredRows rows, Findings findings)
{
    // What was stored so shortly before the sockets closed need not have arrived.
    private const double EndToleranceMs = 700;

    private const double ClockToleranceMs = 1_000;

    private readonly ILookup<string, StoredMessage> _messages = rows.Messages.Where(m => run.PostOf(m.Body) is not null).ToLookup(m => m.Channel, StringComparer.Ordinal);
    private readonly ILookup<string, StoredEvent> _events = rows.Events.ToLookup(e => e.Channel, StringComparer.Ordinal);

    /// <summary>Runs the check.</summary>
    public void Check()
    {
        foreach (var socket in run.Info.Sockets)
        {
            Check(socket, run.Frames[socket.Number]);
        }

        var byTs = rows.Messages.ToDictionary(m => (m.Channel, m.Ts));
        foreach (var frame in run.Frames.Values.SelectMany(f => f).Where(f => f.E == FrameEvent.In).Select(HeardFrame.Read).Where(f => f.IsMessage))
        {
            if (run.PostOf(frame.Text) is { } post
                && (!byTs.TryGetValue((frame.Channel, frame.Ts), out var row) || !string.Equals(run.PostOf(row.Body), post, StringComparison.Ordinal)))
            {
                findings.Break("delivered-not-stored", $"{post} {WireTs.Format(frame.Ts)} in {frame.Channel}");
            }
        }
    }

    private void Check(RunSocket socket, IReadOnlyList<FrameEntry> entries)
    {
        findings.Add("connections", entries.Count(e => e.E == FrameEvent.Open));
        findings.Add("connectsFailed", entries.Count(e => e.E == FrameEvent.NoConnect));
        findings.Add("socketsLost", entries.Count(e => e.E == FrameEvent.Lost));
        var heard = entries.Where(e => e.E == FrameEvent.In).Select(HeardFrame.Read).ToList();
        var filled = entries.Where(e => e.E == FrameEvent.History).Select(HeardFrame.Read).ToList();
        findings.Add("frames", heard.Count);
        findings.Add("resyncs", heard.Count(f => f.Type is "resync"));
        findings.Add("goodbyes", heard.Count(f => f.Type is "goodbye"));
        findings.Add("filledByHistory", filled.Count);
        OrderAndRepeats(socket, heard);
        Missing(socket, heard, filled);
        foreach (var foreign in heard.Where(f => f.IsChain && !socket.Channels.Contains(f.Channel, StringComparer.Ordinal)))
        {
            findings.Break("foreign-channel", $"socket {socket.Number} of {socket.User} heard {foreign.Type} {WireTs.Format(foreign.EventTs)} of {foreign.Channel}");
        }
    }

    private void OrderAndRepeats(RunSocket socket, List<HeardFrame> heard)
    {
        // On the socket that posted it the ack stands for the message: the message after a resume is a repeat of the ack.
        var acks = heard.Where(f => f.IsAck).GroupBy(f => f.Ts).ToDictionary(g => g.Key, g => g.First());
        foreach (var channel in heard.Where(f => f.IsChain).GroupBy(f => f.Channel, StringComparer.Ordinal))
        {
            var first = new Dictionary<(string, string, long, long), HeardFrame>();
            var newest = 0L;
            foreach (var frame in channel)
            {
                if (!first.TryAdd((frame.Type, frame.Subtype, frame.EventTs, frame.Ts), frame))
                {
                    Repeat(socket, first[(frame.Type, frame.Subtype, frame.EventTs, frame.Ts)], frame);
                    continue;
                }

                if (frame.EventTs < newest && frame.IsMessage && acks.TryGetValue(frame.Ts, out var ack))
                {
                    Repeat(socket, ack, frame);
                }
                else if (frame.EventTs < newest)
                {
                    findings.Break("out-of-order", $"socket {socket.Number} ({socket.Kind}) in {frame.Channel}: {frame.Type} {frame.Subtype} {WireTs.Format(frame.EventTs)} after {WireTs.Format(newest)}, connection {frame.C}, at {frame.T:0}");
                }

                newest = Math.Max(newest, frame.EventTs);
            }
        }
    }

    private void Repeat(RunSocket socket, HeardFrame first, HeardFrame again)
    {
        // Only after a fault that allows it, only of the time before it, only on a new connection, never for a client with cursors.
        var allowed = socket.Kind != ResumeKind.Cursors && first.C != again.C && run.Faults.Any(f => f.RepeatMs > 0
            && first.T > f.T - f.RepeatMs - ClockToleranceMs && first.T < f.T + ClockToleranceMs && again.T > f.T);
        if (allowed)
        {
            findings.Add("repeatsAllowed");
            return;
        }

        findings.Break("delivered-twice", $"socket {socket.Number} ({socket.Kind}) in {again.Channel}: {again.Type} {again.Subtype} {WireTs.Format(again.EventTs)} at {first.T:0} on connection {first.C} and at {again.T:0} on {again.C}");
    }

    private void Missing(RunSocket socket, List<HeardFrame> heard, List<HeardFrame> filled)
    {
        var seen = heard.Where(f => f.IsMessage).Concat(filled).Select(f => (f.Channel, f.Ts)).ToHashSet();
        var acks = heard.Where(f => f.IsAck).Select(f => f.Ts).ToHashSet();
        var events = heard.Where(f => f.IsChain).Select(f => (f.Channel, f.EventTs)).ToHashSet();
        var filledChannels = filled.Select(f => f.Channel).ToHashSet(StringComparer.Ordinal);
        var lastTs = (long)((run.Info.EndedMs - EndToleranceMs) * 1000);
        foreach (var channel in socket.Channels)
        {
            foreach (var row in _messages[channel].Where(r => r.Ts < lastTs))
            {
                // On the socket that posted it the ack stands for the message.
                if (seen.Contains((channel, row.Ts)) || (acks.Contains(row.Ts) && string.Equals(row.Author, socket.User, StringComparison.Ordinal)))
                {
                    findings.Add("deliveries");
                    continue;
                }

                findings.Break("not-delivered", $"socket {socket.Number} ({socket.Kind}, {socket.User}) never got {run.PostOf(row.Body)} {WireTs.Format(row.Ts)} of {row.Author} in {channel}");
            }

            // Changes that fell into a gap are in the state that history gives, not in frames.
            foreach (var change in _events[channel].Where(e => e.EventTs < lastTs && !filledChannels.Contains(channel)))
            {
                if (!events.Contains((channel, change.EventTs)))
                {
                    findings.Break("event-not-delivered", $"socket {socket.Number} ({socket.Kind}) never got the event of kind {change.Kind} {WireTs.Format(change.EventTs)} in {channel}");
                }
            }
        }
    }
}
