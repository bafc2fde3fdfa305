namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>A slice of history.</summary>
/// <param name="ThreadTs">Null for the channel, or the parent of the thread whose replies are wanted (parent included); the ts of a reply asks for that reply alone.</param>
/// <param name="OldestTs">Lower end; 0 for none.</param>
/// <param name="LatestTs">Upper end; <see cref="long.MaxValue"/> for none.</param>
/// <param name="Inclusive">Whether the ends are part of it.</param>
/// <param name="CountMax">The most messages, 1 to 1,000 (Slack: conversations.history <c>limit</c>).</param>
/// <param name="OldestFirst">True reads up from the lower end: threads, or paging towards now.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.HistoryQuery")]
public sealed record HistoryQuery(
    [property: Id(0)] long? ThreadTs,
    [property: Id(1)] long OldestTs,
    [property: Id(2)] long LatestTs,
    [property: Id(3)] bool Inclusive,
    [property: Id(4)] int CountMax,
    [property: Id(5)] bool OldestFirst)
{
    /// <summary>The most messages in a page.</summary>
    public const int CountLimit = 1_000;
}
