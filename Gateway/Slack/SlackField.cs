namespace OrleansSocial.Gateway.Slack;

/// <summary>
/// An argument of a method, a field of its answer, or a member of an object, in a notation like TypeScript's: <c>name</c>; <c>name?</c> when
/// it may be missing; <c>name!</c> when only refusals have it, and not all of them; <c>name: type</c> when the name alone does not tell the type.
/// </summary>
/// <remarks>
/// A field <c>a.b</c> says that this answer's <c>a</c> has <c>b</c>. What a type may be: <see cref="OpenApi.SlackSchemas"/>; names that tell
/// their type: <see cref="OpenApi.KnownArguments"/> and <see cref="OpenApi.KnownFields"/>.
/// </remarks>
internal sealed record SlackField
{
    /// <summary>Reads the notation.</summary>
    /// <param name="notation">Name, marks and type.</param>
    /// <param name="about">What it is, for readers of the document; arguments whose name is not a known one need it.</param>
    public SlackField(string notation, string about = "")
    {
        var colon = notation.IndexOf(": ", StringComparison.Ordinal);
        var name = colon < 0 ? notation : notation[..colon];
        Type = colon < 0 ? null : notation[(colon + 2)..];
        (IsOptional, IsOfRefusals) = (name.EndsWith('?'), name.EndsWith('!'));
        Name = name.TrimEnd('?', '!');
        About = about;
    }

    /// <summary>Describes an object, or a list of objects, that only this answer has.</summary>
    /// <param name="notation">Name, marks and a type with <c>object</c> in it.</param>
    /// <param name="members">The object's members: all of them.</param>
    public SlackField(string notation, IReadOnlyList<SlackField> members)
        : this(notation)
    {
        Members = members;
    }

    public string Name { get; }

    /// <summary>Gets the type, or null when the name tells it.</summary>
    public string? Type { get; }

    public bool IsOptional { get; }

    /// <summary>Gets a value indicating whether it is a field of refusals and not of successes.</summary>
    public bool IsOfRefusals { get; }

    public string About { get; }

    /// <summary>Gets the members of an object that has no name of its own.</summary>
    public IReadOnlyList<SlackField> Members { get; } = [];

    public static implicit operator SlackField(string notation) => new(notation);

    /// <summary>Gets the name with its mark, as the reference shows it.</summary>
    public override string ToString() => Name + (IsOptional ? "?" : IsOfRefusals ? "!" : string.Empty);
}
