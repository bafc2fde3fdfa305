using OrleansSocial.Benchmarks.Faults;

namespace OrleansSocial.Tests.Cluster;

/// <summary>The checker of the fault runs finds what is forged into the logs of a good run, and nothing in a good one.</summary>
public sealed class FaultCheckerTests : IDisposable
{
    private readonly ForgedRun run = new();

    [Fact]
    public void A_good_run_breaks_no_rule()
    {
        var verdict = run.Check();

        Assert.Empty(verdict.Broken);
        Assert.Equal(40, verdict.Figures["deliveries"]);
    }

    [Fact]
    public void An_acked_post_that_is_not_stored_is_found()
    {
        run.Messages.RemoveAt(3);

        Finds("lost", ForgedRun.IdOf(3));
    }

    [Fact]
    public void An_ack_with_another_ts_than_the_stored_one_is_found()
    {
        run.Messages[3] = run.Messages[3] with { Ts = run.Messages[3].Ts + 2 };

        Finds("ack-ts", ForgedRun.IdOf(3));
    }

    [Theory]
    [InlineData(2, SendEvent.Unknown, "stored-twice")]
    [InlineData(3, SendEvent.Busy, "stored-twice")]
    [InlineData(3, SendEvent.Unknown, null)]
    public void A_post_that_is_stored_twice_is_found_unless_a_blind_retry_followed_a_lost_answer(int number, SendEvent firstAnswer, string? rule)
    {
        run.Messages.Add(run.Messages[number] with { Ts = ForgedRun.TsOf(number) + 20 });
        run.Sends.Insert((number * 3) + 2, new SendEntry(ForgedRun.MsOf(number) + 1, ForgedRun.IdOf(number), firstAnswer));

        var broken = run.Check().Broken.Select(b => b.Rule).ToList();
        Assert.Equal(rule is not null, broken.Contains("stored-twice", StringComparer.Ordinal));
    }

    [Fact]
    public void A_message_that_one_socket_never_got_is_found()
    {
        run.Frames[1].RemoveAt(7);

        Finds("not-delivered", ForgedRun.IdOf(6));
    }

    [Fact]
    public void An_event_that_one_socket_never_got_is_found()
    {
        run.Events.Add(new StoredEvent(ForgedRun.Channel, ForgedRun.TsOf(4) + 10, 1));

        Finds("event-not-delivered", ForgedRun.Channel);
    }

    [Fact]
    public void A_reordered_message_is_found()
    {
        (run.Frames[0][5], run.Frames[0][6]) = (run.Frames[0][6], run.Frames[0][5]);

        Finds("out-of-order", "socket 0");
    }

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(1, true, true)]
    [InlineData(1, false, false)]
    public void A_repeat_is_allowed_only_without_cursors_and_after_a_gateway_crash(int socket, bool crash, bool allowed)
    {
        run.Frames[socket].Add(new FrameEntry(ForgedRun.MsOf(20), 2, FrameEvent.Open));
        run.Frames[socket].Add(ForgedRun.Frame(19, connection: 2, lateMs: 200));
        if (crash)
        {
            run.Faults.Add(new FaultEntry(ForgedRun.MsOf(19) + 50, "kill-gateway", RepeatMs: FaultEntry.GatewayCrashRepeatMs));
        }

        Assert.Equal(allowed, run.Check().Ok);
    }

    [Fact]
    public void A_repeat_on_the_same_connection_is_found()
    {
        run.Frames[1].Add(ForgedRun.Frame(19));

        Finds("delivered-twice", "socket 1");
    }

    [Fact]
    public void A_frame_that_is_not_stored_is_found()
    {
        run.Messages.RemoveAll(m => m.Ts == ForgedRun.TsOf(8));
        run.Sends.RemoveAll(s => string.Equals(s.Id, ForgedRun.IdOf(8), StringComparison.Ordinal));

        Finds("delivered-not-stored", ForgedRun.IdOf(8));
    }

    [Fact]
    public void A_canary_in_an_answer_is_found()
    {
        File.WriteAllText(run.PathOf("http.jsonl"), $$"""{"body":"{{ForgedRun.Mark}}"}""");

        Finds("leaked", "http.jsonl");
    }

    [Fact]
    public void A_canary_in_a_frame_is_found()
    {
        File.WriteAllText(run.PathOf("socket-00.jsonl"), $$"""{"d":"hello {{ForgedRun.Mark}}"}""");

        Finds("leaked", "socket-00.jsonl");
    }

    [Fact]
    public void Writes_that_come_back_too_late_are_found()
    {
        // Nothing was acked from the 5th post to the end, and the fault struck at the 5th.
        run.Sends.RemoveAll(s => s.E == SendEvent.Ok && s.T > ForgedRun.MsOf(5));
        run.Faults.Add(new FaultEntry(ForgedRun.MsOf(5), "kill-silo", BackWithinMs: 1_000));

        Finds("back-too-late", "kill-silo");
        Finds("acked-share", "5 of 20");
    }

    [Fact]
    public void A_busy_answer_without_Retry_After_is_found()
    {
        run.Sends.Insert(2, new SendEntry(ForgedRun.MsOf(0) + 1, ForgedRun.IdOf(0), SendEvent.Unavailable, Why: "503 without Retry-After: x"));

        Finds("no-retry-after", ForgedRun.IdOf(0));
    }

    public void Dispose() => run.Dispose();

    private void Finds(string rule, string inExample)
    {
        var finding = Assert.Single(run.Check().Broken, b => string.Equals(b.Rule, rule, StringComparison.Ordinal));
        Assert.Contains(finding.Examples, e => e.Contains(inExample, StringComparison.Ordinal));
    }
}
