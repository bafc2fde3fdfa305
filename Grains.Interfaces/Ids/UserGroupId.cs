using System.Diagnostics.CodeAnalysis;

namespace OrleansSocial.Grains.Interfaces.Ids;

/// <summary>A user group: <c>S</c> and base-36 digits, unique in the cluster.</summary>
/// <param name="Value">The id as it goes over the wire.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.UserGroupId")]
public readonly record struct UserGroupId([property: Id(0)] string Value)
{
    /// <summary>Makes a new random id.</summary>
    public static UserGroupId New() => new(WireId.Random('S'));

    /// <summary>Reads an id from the wire.</summary>
    /// <param name="text">The text.</param>
    /// <param name="id">The id when it is well formed.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out UserGroupId id)
    {
        var valid = WireId.IsValid(text, "S");
        id = valid ? new UserGroupId(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
