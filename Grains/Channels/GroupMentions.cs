using System.Collections.Immutable;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Channels;

/// <summary>Whom a text mentions by user groups: their members in the channel, as they are now. Texts without a group ask nobody.</summary>
internal sealed class GroupMentions(EventChain chain, ChannelState state, IGrainFactory grains)
{
    /// <summary>Asks the team for the groups of a text; disabled ones mention nobody.</summary>
    public async ValueTask<ImmutableArray<GroupMention>> Of(string text, string author)
    {
        var ids = Mentions.GroupsOf(text);
        if (ids.IsEmpty)
        {
            return [];
        }

        var team = grains.GetGrain<ITeamGrain>(chain.Id.Team.Value);
        var groups = await Task.WhenAll(ids.Select(team.Group));
        return
        [
            .. groups.OfType<UserGroup>().Where(g => g.DeletedTs == 0).Select(g => new GroupMention(
                g.Id.Value,
                [
                    .. g.Users
                        .Where(u => !string.Equals(u, author, StringComparison.Ordinal) && state.Members.Contains(new UserId(u)))
                        .Take(GroupMention.MembersMax),
                ])).Where(g => !g.Members.IsEmpty),
        ];
    }
}
