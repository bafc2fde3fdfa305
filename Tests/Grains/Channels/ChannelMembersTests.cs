using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Grains.Channels;

public sealed class ChannelMembersTests
{
    [Fact]
    public void Pages_follow_each_other_without_gap_or_repeat_while_members_come_and_go()
    {
        var members = new ChannelMembers();
        foreach (var n in new[] { 5, 1, 4, 2, 3 })
        {
            members.Add($"U{n}");
        }

        var first = members.After(null, 2);
        members.Remove("U2");
        var second = members.After(first[^1], 2);
        var third = members.After(second[^1], 2);

        Assert.Equal(["U1", "U2"], first.Select(m => m.Value));
        Assert.Equal(["U3", "U4"], second.Select(m => m.Value));
        Assert.Equal(["U5"], third.Select(m => m.Value));
        Assert.Empty(members.After(new UserId("U5"), 2));
        Assert.Empty(new ChannelMembers().After(null, 2));
    }
}
