using System.Diagnostics.CodeAnalysis;

namespace OrleansSocial.Grains.Interfaces.Ids;

/// <summary>A channel: <c>C</c>, <c>G</c> or <c>D</c> and base-36 digits, unique in the cluster.</summary>
/// <param name="Value">The id as it goes over the wire.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ChannelId")]
public readonly record struct ChannelId([property: Id(0)] string Value)
{
    /// <summary>Makes a new random id of a public or private channel.</summary>
    public static ChannelId New() => new(WireId.Random('C'));

    /// <summary>Reads an id from the wire.</summary>
    /// <param name="text">The text.</param>
    /// <param name="id">The id when it is well formed.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out ChannelId id)
    {
        var valid = WireId.IsValid(text, "CGD");
        id = valid ? new ChannelId(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
