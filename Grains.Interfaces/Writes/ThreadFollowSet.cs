using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Sets whether a member follows a thread and how far they read it: table <c>thread_follow</c>. The member is the chain's.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="ThreadTs">The thread's parent.</param>
/// <param name="Active">False: does not follow it any more.</param>
/// <param name="ReadTs">The last reply that was read.</param>
/// <param name="SinceTs">Since when it is followed.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ThreadFollowSet")]
public sealed record ThreadFollowSet(
    [property: Id(0)] ChannelId Channel,
    [property: Id(1)] long ThreadTs,
    [property: Id(2)] bool Active,
    [property: Id(3)] long ReadTs,
    [property: Id(4)] long SinceTs) : RowEffect;
