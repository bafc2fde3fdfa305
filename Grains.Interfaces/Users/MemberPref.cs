namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>One preference of a member.</summary>
/// <param name="Name">Its name, at most <see cref="NameLengthMax"/> characters.</param>
/// <param name="Value">A text, number or truth value as JSON; its bound is by name, see <see cref="LengthMaxOf"/>.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.MemberPref")]
public sealed record MemberPref([property: Id(0)] string Name, [property: Id(1)] string Value)
{
    /// <summary>The channels that the member does not want to hear of: their ids with commas between.</summary>
    public const string MutedChannels = "muted_channels";

    /// <summary>Words that the member wants to be told of, with commas between.</summary>
    public const string HighlightWords = "highlight_words";

    /// <summary>The longest name, characters.</summary>
    public const int NameLengthMax = 100;

    /// <summary>The longest value, characters of JSON.</summary>
    public const int ValueLengthMax = 1_000;

    /// <summary>The longest list of channels, characters of JSON: as many as a member may be in.</summary>
    public const int MutedLengthMax = 32_000;

    /// <summary>Gets how long the value of a preference may be.</summary>
    public static int LengthMaxOf(string name) => string.Equals(name, MutedChannels, StringComparison.Ordinal) ? MutedLengthMax : ValueLengthMax;

    /// <summary>Never the value: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => nameof(MemberPref);
}
