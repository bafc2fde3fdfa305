using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>A new user group, or a change of one: null keeps a field. Forms and lengths were checked by the gateway.</summary>
/// <param name="Name">Its name; required for a new one.</param>
/// <param name="Handle">What mentions it; required for a new one.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Channels">The channels that its members are meant to be in, each once.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.GroupChange")]
public sealed record GroupChange(
    [property: Id(0)] string? Name,
    [property: Id(1)] string? Handle,
    [property: Id(2)] string? Description,
    [property: Id(3)] ImmutableArray<string>? Channels)
{
    /// <summary>The longest name, characters.</summary>
    public const int NameLengthMax = 255;

    /// <summary>The longest handle, characters.</summary>
    public const int HandleLengthMax = 80;

    /// <summary>The longest description, characters.</summary>
    public const int DescriptionLengthMax = 255;

    /// <summary>The most channels of one group.</summary>
    public const int ChannelsMax = 100;

    /// <summary>Never the text: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => nameof(GroupChange);
}
