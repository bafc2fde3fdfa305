namespace OrleansSocial.Grains.Interfaces.Delivery;

/// <summary>What a reply's event tells of its thread; as it was when the reply came, or, for an event that is read from the database, as it is now.</summary>
/// <param name="ReplyCount">How many replies there are, without tombstones.</param>
/// <param name="ParentAuthor">Who began the thread.</param>
/// <param name="ParentText">The parent's text for a reply that is shown in the channel too; null for others, and when the parent is gone.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.EventThread")]
public sealed record EventThread([property: Id(0)] int ReplyCount, [property: Id(1)] string ParentAuthor, [property: Id(2)] string? ParentText)
{
    /// <summary>Never the text: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => nameof(EventThread);
}
