using System.Diagnostics.CodeAnalysis;

namespace OrleansSocial.Grains.Interfaces.Ids;

/// <summary>A member of one team: <c>U</c> and base-36 digits, unique in the cluster.</summary>
/// <param name="Value">The id as it goes over the wire.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.UserId")]
public readonly record struct UserId([property: Id(0)] string Value)
{
    /// <summary>Makes a new random id.</summary>
    public static UserId New() => new(WireId.Random('U'));

    /// <summary>Reads an id from the wire.</summary>
    /// <param name="text">The text.</param>
    /// <param name="id">The id when it is well formed.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out UserId id)
    {
        var valid = WireId.IsValid(text, "UW");
        id = valid ? new UserId(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
