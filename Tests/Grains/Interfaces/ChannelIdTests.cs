using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Grains.Interfaces;

public sealed class ChannelIdTests
{
    private static readonly TeamId Team = TeamId.FromNumber(1);
    private static readonly UserId[] Users = [.. Enumerable.Range(1, 9).Select(n => new UserId($"U00000000{n}"))];

    [Fact]
    public void The_id_tells_the_kind()
    {
        Assert.Equal(ChannelKind.Public, ChannelId.New(isPrivate: false).Kind);
        Assert.Equal(ChannelKind.Private, ChannelId.New(isPrivate: true).Kind);
        Assert.Equal(ChannelKind.Direct, ChannelId.OfMembers(Team, Users[..1]).Kind);
        Assert.Equal(ChannelKind.Direct, ChannelId.OfMembers(Team, Users[..2]).Kind);
        Assert.Equal(ChannelKind.GroupDirect, ChannelId.OfMembers(Team, Users[..3]).Kind);
        Assert.Equal(ChannelKind.GroupDirect, ChannelId.OfMembers(Team, Users).Kind);
    }

    [Fact]
    public void The_same_members_of_the_same_team_have_the_same_id_in_whatever_order()
    {
        var id = ChannelId.OfMembers(Team, Users);
        Assert.True(ChannelId.TryParse(id.Value, out _));
        Assert.Equal(id, ChannelId.OfMembers(Team, [.. Users.Reverse(), Users[3]]));
        Assert.NotEqual(id, ChannelId.OfMembers(Team, Users[..8]));
        Assert.NotEqual(id, ChannelId.OfMembers(TeamId.FromNumber(3), Users));
    }
}
