using OrleansSocial.Gateway.Slack;
using OrleansSocial.Gateway.Slack.Conversations;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Gateway.Slack.Requests;

public sealed class SlackArgumentsTests
{
    [Theory]
    [InlineData(null, 100)]
    [InlineData("", 100)]
    [InlineData("0", 100)]
    [InlineData("5", 5)]
    [InlineData("1000", 999)]
    [InlineData("2000000000", 999)]
    public void Limits_are_bounded(string? sent, int expected) => Assert.Equal(expected, With(("limit", sent)).Limit(100, 999));

    [Theory]
    [InlineData("-1")]
    [InlineData("ten")]
    [InlineData("99999999999")]
    public void Limits_that_are_no_numbers_are_refused(string sent) =>
        Assert.Equal("invalid_limit", Assert.Throws<SlackRefusedException>(() => With(("limit", sent)).Limit(100, 999)).Reply.Error);

    [Fact]
    public void Lists_are_comma_separated_or_json()
    {
        Assert.Equal(["a", "b"], With(("users", "a, b,")).Strings("users"));
        Assert.Equal(["a", "b"], With(("users", """["a","b"]""")).Strings("users"));
        Assert.Equal("invalid_array_arg", Assert.Throws<SlackRefusedException>(() => With(("users", "[1")).Strings("users")).Reply.Error);
    }

    [Fact]
    public void Cursor_goes_round_and_belongs_to_its_list()
    {
        var cursor = SlackCursor.Encode("member", "U123456789");

        Assert.DoesNotContain('=', cursor);
        Assert.Equal("U123456789", With(("cursor", cursor)).Cursor("member"));
        Assert.Null(With(("cursor", "")).Cursor("member"));
        Assert.Throws<SlackRefusedException>(() => With(("cursor", cursor)).Cursor("history"));
    }

    [Theory]
    [InlineData("!")]
    [InlineData("abc")]
    [InlineData("////")]
    [InlineData("ü")]
    [InlineData("w6nDqQ")]
    public void Malformed_cursors_are_refused(string cursor) =>
        Assert.Equal("invalid_cursor", Assert.Throws<SlackRefusedException>(() => With(("cursor", cursor)).Cursor("member")).Reply.Error);

    [Fact]
    public void Long_cursors_are_refused() =>
        Assert.Throws<SlackRefusedException>(() => With(("cursor", new string('a', 5000))).Cursor("member"));

    [Fact]
    public void History_pages_down_from_the_cursor_and_threads_up()
    {
        var cursor = SlackCursor.Encode("h", "1700000000.000200");

        var down = HistoryRange.Of(With(("cursor", cursor), ("oldest", "1600000000")), null, "h");
        Assert.Equal((1_600_000_000_000_000, 1_700_000_000_000_200, false, false), (down.OldestTs, down.LatestTs, down.Inclusive, down.OldestFirst));

        var inclusive = HistoryRange.Of(With(("cursor", cursor), ("inclusive", "1")), null, "h");
        Assert.Equal((1_700_000_000_000_199, true), (inclusive.LatestTs, inclusive.Inclusive));

        var up = HistoryRange.Of(With(("cursor", cursor)), new MessageTs(5), "h");
        Assert.Equal((1_700_000_000_000_200, long.MaxValue, true), (up.OldestTs, up.LatestTs, up.OldestFirst));
    }

    [Fact]
    public void A_thread_is_read_whole_unless_a_limit_says_how_much_of_it()
    {
        Assert.Equal(HistoryRange.LimitMax, HistoryRange.Of(With(), new MessageTs(5), "h").CountMax);
        Assert.Equal(HistoryRange.LimitMax, HistoryRange.Of(With(("limit", "0")), new MessageTs(5), "h").CountMax);
        Assert.Equal(7, HistoryRange.Of(With(("limit", "7")), new MessageTs(5), "h").CountMax);
        Assert.Equal(100, HistoryRange.Of(With(), null, "h").CountMax);
    }

    [Fact]
    public void History_with_a_lower_end_alone_pages_up()
    {
        var first = HistoryRange.Of(With(("oldest", "1600000000"), ("latest", "now")), null, "h");
        Assert.Equal((1_600_000_000_000_000, long.MaxValue, true), (first.OldestTs, first.LatestTs, first.OldestFirst));
        Assert.False(HistoryRange.Of(With(("oldest", "1600000000"), ("latest", "1700000000")), null, "h").OldestFirst);
        Assert.False(HistoryRange.Of(With(("oldest", "0")), null, "h").OldestFirst);

        var cursor = SlackCursor.Encode("h", "+1700000000.000200");
        Assert.All(
            [HistoryRange.Of(With(("cursor", cursor), ("oldest", "1600000000")), null, "h"), HistoryRange.Of(With(("cursor", cursor)), null, "h")],
            next => Assert.Equal((1_700_000_000_000_200, long.MaxValue, true), (next.OldestTs, next.LatestTs, next.OldestFirst)));
        Assert.Equal(1_700_000_000_000_201, HistoryRange.Of(With(("cursor", cursor), ("inclusive", "1")), null, "h").OldestTs);
    }

    [Theory]
    [InlineData("oldest", "yesterday", "invalid_ts_oldest")]
    [InlineData("oldest", "1.", "invalid_ts_oldest")]
    [InlineData("latest", "-1", "invalid_ts_latest")]
    [InlineData("latest", "17000000001.000000", "invalid_ts_latest")]
    [InlineData("latest", "1700000000.0000001", "invalid_ts_latest")]
    public void Malformed_ends_are_refused(string name, string value, string word) =>
        Assert.Equal(word, Assert.Throws<SlackRefusedException>(() => HistoryRange.Of(With((name, value)), null, "h")).Reply.Error);

    [Theory]
    [InlineData("general", null)]
    [InlineData("a_b-1", null)]
    [InlineData("größe", null)]
    [InlineData("", "invalid_name_required")]
    [InlineData("-_-", "invalid_name_punctuation")]
    [InlineData("Big", "invalid_name_specials")]
    [InlineData("a b", "invalid_name_specials")]
    [InlineData("a.b", "invalid_name_specials")]
    [InlineData("a😀", "invalid_name_specials")]
    public void Channel_names_are_checked(string name, string? word)
    {
        Assert.Equal(word, ChannelName.Check(name));
        Assert.Null(ChannelName.Check(new string('a', ChannelName.LengthMax)));
        Assert.Equal("invalid_name_maxlength", ChannelName.Check(new string('a', ChannelName.LengthMax + 1)));
    }

    private static SlackArguments With(params (string Name, string? Value)[] values)
    {
        var arguments = new SlackArguments();
        foreach (var (name, value) in values.Where(v => v.Value is not null))
        {
            arguments.Add(name, value!);
        }

        return arguments;
    }
}
