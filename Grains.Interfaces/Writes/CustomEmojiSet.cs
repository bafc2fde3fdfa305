using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Sets or takes away one custom emoji: table <c>custom_emoji</c>. The team is the chain's.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">A URL, or <c>alias:</c> and a name.</param>
/// <param name="Creator">Who added it.</param>
/// <param name="Removed">True takes it away.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.CustomEmojiSet")]
public sealed record CustomEmojiSet(
    [property: Id(0)] string Name, [property: Id(1)] string Value, [property: Id(2)] UserId Creator, [property: Id(3)] bool Removed) : RowEffect;
