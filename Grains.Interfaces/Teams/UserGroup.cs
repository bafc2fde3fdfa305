using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>A user group: a handle that stands for several members (Slack: usergroups, subteam).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, at most <see cref="GroupChange.NameLengthMax"/> characters, unique among the team's groups.</param>
/// <param name="Handle">What mentions it: at most <see cref="GroupChange.HandleLengthMax"/> characters, unique among groups, channels and members.</param>
/// <param name="Description">At most <see cref="GroupChange.DescriptionLengthMax"/> characters.</param>
/// <param name="Channels">The channels that its members are meant to be in; at most <see cref="GroupChange.ChannelsMax"/>.</param>
/// <param name="Users">Its members, in the order given; at most <see cref="ITeamGrain.GroupUsersMax"/>.</param>
/// <param name="Creator">Who made it.</param>
/// <param name="CreatedTs">When, microseconds since 1970.</param>
/// <param name="Updater">Who changed it last.</param>
/// <param name="UpdatedTs">When, microseconds since 1970.</param>
/// <param name="Deleter">Who disabled it, or null.</param>
/// <param name="DeletedTs">When it was disabled, microseconds since 1970; 0 while it is enabled.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.UserGroup")]
public sealed record UserGroup(
    [property: Id(0)] UserGroupId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Handle,
    [property: Id(3)] string Description,
    [property: Id(4)] ImmutableArray<string> Channels,
    [property: Id(5)] ImmutableArray<string> Users,
    [property: Id(6)] UserId Creator,
    [property: Id(7)] long CreatedTs,
    [property: Id(8)] UserId Updater,
    [property: Id(9)] long UpdatedTs,
    [property: Id(10)] UserId? Deleter,
    [property: Id(11)] long DeletedTs)
{
    /// <summary>In an event: the time of the event itself, which was not known when its extras were written.</summary>
    public const long TimeOfEvent = long.MaxValue;

    /// <summary>Never the text: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => nameof(UserGroup);
}
