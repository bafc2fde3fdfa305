using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Moves a member's read cursor: table <c>read_cursor</c>. The member is the chain's.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="ReadTs">The last message that was read.</param>
/// <param name="Position">Its position: unread = the head's message_count - position.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ReadCursorSet")]
public sealed record ReadCursorSet([property: Id(0)] ChannelId Channel, [property: Id(1)] long ReadTs, [property: Id(2)] long Position) : RowEffect;
