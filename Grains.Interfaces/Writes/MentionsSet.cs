using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Sets whom a message mentions: table <c>mention</c> of the channel's shard. Those that it no longer names are taken out.</summary>
/// <param name="TargetTs">The message.</param>
/// <param name="Names">User ids, and <see cref="Everybody"/> for @channel and @here.</param>
/// <param name="Groups">The user groups among them: a row each, however many members there are.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.MentionsSet")]
public sealed record MentionsSet([property: Id(0)] long TargetTs, [property: Id(1)] ImmutableArray<string> Names, [property: Id(2)] ImmutableArray<GroupMention> Groups) : RowEffect
{
    /// <summary>Stands for every member: one row, however many there are.</summary>
    public const string Everybody = "*";

    /// <inheritdoc/>
    public override int SizeBytes => 64 + (12 * (Names.Length + (Groups.IsDefaultOrEmpty ? 0 : Groups.Sum(g => g.Members.Length + 1))));

    /// <summary>The most members that one message mentions; further names in its text are not counted.</summary>
    public const int NamesMax = 100;
}
