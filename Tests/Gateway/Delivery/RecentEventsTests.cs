using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Delivery;

/// <summary>The newest events of a chain are whole from where they begin, and bounded by count, bytes and time.</summary>
public sealed class RecentEventsTests
{
    private readonly RecentBudget _budget = new();
    private readonly RecentEvents _recent;

    public RecentEventsTests() => _recent = new RecentEvents(_budget);

    [Fact]
    public void What_follows_an_event_is_found_as_long_as_all_of_it_is_kept()
    {
        Assert.Equal(-1, _recent.IndexAfter(0));
        AddRange(100, RecentEvents.CountMax + 10);
        var last = 100 + RecentEvents.CountMax + 9;

        Assert.Equal(RecentEvents.CountMax, _recent.Count);
        Assert.Equal(-1, _recent.IndexAfter(108));
        for (var cursor = 109; cursor <= last; cursor++)
        {
            var index = _recent.IndexAfter(cursor);
            var after = Enumerable.Range(index, _recent.Count - index).Select(i => _recent[i].Event.EventTs);
            Assert.Equal(Enumerable.Range(cursor + 1, last - cursor).Select(ts => (long)ts), after);
        }
    }

    [Fact]
    public void A_cursor_between_two_events_gets_what_is_newer()
    {
        foreach (var ts in (long[])[10, 20, 30])
        {
            _recent.Add(Events.Message(ts, prev: ts - 10), EncodedEvent.Nothing, 0);
        }

        Assert.Equal(-1, _recent.IndexAfter(-1));
        Assert.Equal((0, 1, 1, 3), (_recent.IndexAfter(5), _recent.IndexAfter(10), _recent.IndexAfter(15), _recent.IndexAfter(30)));
    }

    [Fact]
    public void What_a_deleted_message_said_is_taken_out()
    {
        _recent.Add(Events.Message(10, "other"), EncodedEvent.Nothing, 0);
        _recent.Add(Events.Message(20, "secret"), EncodedEvent.Nothing, 0);
        var (before, encoded) = (_budget.Bytes, new List<string>());

        _recent.Redact(20, e =>
        {
            encoded.Add(e.Text);
            return EncodedEvent.Nothing;
        });

        Assert.Equal([""], encoded);
        Assert.Equal(["other", ""], Enumerable.Range(0, _recent.Count).Select(i => _recent[i].Event.Text));
        Assert.True(_budget.Bytes < before);
        _recent.Clear();
        Assert.Equal(0, _budget.Bytes);
    }

    [Fact]
    public void Beyond_the_budget_of_all_chains_few_are_kept_and_what_goes_makes_room()
    {
        var other = new RecentEvents(_budget);
        AddRange(0, 500);
        var text = new string('x', 1024 * 1024);
        for (var ts = 0; !_budget.IsOver; ts++)
        {
            other.Add(Events.Message(ts, text), EncodedEvent.Nothing, 0);
        }

        Assert.InRange(_budget.Bytes, RecentBudget.BytesMax, RecentBudget.BytesMax + (3 * text.Length));
        AddRange(500, 1);
        Assert.Equal(RecentEvents.CountOverBudgetMax, _recent.Count);
        Assert.Equal(500, _recent[^1].Event.EventTs);

        other.Clear();
        Assert.False(_budget.IsOver);
        AddRange(501, 200);
        Assert.Equal(RecentEvents.CountOverBudgetMax + 200, _recent.Count);
        _recent.Clear();
        Assert.Equal((0, 0L), (_recent.Count, _budget.Bytes));
    }

    [Fact]
    public void What_is_old_goes()
    {
        AddRange(0, 20);
        _recent.DropBefore(15);
        Assert.Equal((5, 15L), (_recent.Count, _recent[0].Event.EventTs));
        _recent.DropBefore(100);
        Assert.Equal((0, 0L), (_recent.Count, _budget.Bytes));
        AddRange(20, 3);
        Assert.Equal(1, _recent.IndexAfter(20));
    }

    private void AddRange(long first, int count)
    {
        for (var ts = first; ts < first + count; ts++)
        {
            _recent.Add(Events.Message(ts), new EncodedEvent([new byte[10]]), ts);
        }
    }
}
