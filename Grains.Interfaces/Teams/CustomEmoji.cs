using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>An emoji that a team added.</summary>
/// <param name="Name">Its name without colons, at most <see cref="NameLengthMax"/> characters.</param>
/// <param name="Value">Where its image is, or <c>alias:</c> and the name of another one; at most <see cref="ValueLengthMax"/> characters.</param>
/// <param name="Creator">Who added it.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.CustomEmoji")]
public sealed record CustomEmoji([property: Id(0)] string Name, [property: Id(1)] string Value, [property: Id(2)] UserId Creator)
{
    /// <summary>The longest name, characters.</summary>
    public const int NameLengthMax = 100;

    /// <summary>The longest URL, characters.</summary>
    public const int ValueLengthMax = 1_000;

    /// <summary>What the value of an alias begins with (Slack: emoji.list).</summary>
    public const string AliasPrefix = "alias:";

    /// <summary>Gets the emoji that this one is another name of; null for one with an image.</summary>
    public string? AliasOf => Value.StartsWith(AliasPrefix, StringComparison.Ordinal) ? Value[AliasPrefix.Length..] : null;
}
