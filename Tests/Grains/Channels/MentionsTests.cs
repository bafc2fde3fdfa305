using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Grains.Channels;

public sealed class MentionsTests
{
    private static readonly UserId Ann = new("U0000000ANN");
    private static readonly UserId Bob = new("U0000000BOB");
    private readonly Mentions _mentions = new();

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("<@U0000000BOB> hi", "U0000000BOB")]
    [InlineData("a <@U0000000BOB|bob> and <@U0000000BOB>", "U0000000BOB")]
    [InlineData("<!channel> <!here|here> <!everyone>", "*")]
    [InlineData("<@U0000000BOB> <!here>", "* U0000000BOB")]
    [InlineData("<@U0000000ANN> writes of herself", "")]
    [InlineData("<@U0000NOBODY>", "")]
    [InlineData("<@U0000000BOB", "")]
    [InlineData("< @U0000000BOB> <@> <!> <>", "")]
    [InlineData("< <@U0000000BOB>", "U0000000BOB")]
    [InlineData("<> <@U0000000BOB>", "U0000000BOB")]
    [InlineData("<https://example.org|x> <@U0000000BOB>", "U0000000BOB")]
    public void A_text_mentions_members_and_everybody(string text, string names)
    {
        var members = new ChannelMembers();
        members.Add(Ann.Value);
        members.Add(Bob.Value);
        Assert.Equal(names, string.Join(' ', Mentions.Of(text, Ann.Value, members, everybody: true)));
    }

    [Fact]
    public void What_is_beyond_the_position_that_was_read_counts_once()
    {
        _mentions.Set(10, 1, Ann.Value, [Bob.Value]);
        _mentions.Set(20, 2, Ann.Value, ["*"]);
        _mentions.Set(30, 3, Ann.Value, ["*", Bob.Value]);
        Assert.Equal([3, 2, 1, 0], new long[] { 0, 1, 2, 3 }.Select(read => _mentions.Count(Bob, read)));
        Assert.Equal(0, _mentions.Count(Ann, 0));

        _mentions.Remove(30);
        _mentions.Set(10, 1, Ann.Value, []);
        Assert.Equal(1, _mentions.Count(Bob, 0));
    }

    [Fact]
    public void The_oldest_go_when_there_are_too_many()
    {
        for (var ts = 1; ts <= Mentions.MessagesMax + 10; ts++)
        {
            _mentions.Set(ts, ts, Ann.Value, [Bob.Value]);
        }

        Assert.Equal(Mentions.MessagesMax, _mentions.Count(Bob, 0));
    }
}
