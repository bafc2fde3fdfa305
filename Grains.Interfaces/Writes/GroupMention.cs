using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>A user group that a message mentions.</summary>
/// <param name="Group">The group's id.</param>
/// <param name="Members">Who of it was in the channel at the time; at most <see cref="MembersMax"/>, further ones are not counted.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.GroupMention")]
public sealed record GroupMention([property: Id(0)] string Group, [property: Id(1)] ImmutableArray<string> Members)
{
    /// <summary>The most members of a group that a message mentions.</summary>
    public const int MembersMax = 500;

    /// <summary>The most groups that one message mentions; further ones in its text are not counted.</summary>
    public const int GroupsMax = 10;
}
