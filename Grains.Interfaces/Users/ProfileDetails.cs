namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>What a member says of themselves beside the real name (Slack: users.profile.get). Empty is "not set".</summary>
[GenerateSerializer, Immutable, Alias("orleanssocial.ProfileDetails")]
public sealed record ProfileDetails
{
    /// <summary>Nothing is set.</summary>
    public static readonly ProfileDetails Empty = new();

    /// <summary>Gets the name that is shown instead of the handle: at most <see cref="ProfileChange.NameLengthMax"/> characters, not unique.</summary>
    [Id(0)]
    public string DisplayName { get; init; } = "";

    /// <summary>Gets the title: at most <see cref="ProfileChange.FieldLengthMax"/> characters.</summary>
    [Id(1)]
    public string Title { get; init; } = "";

    /// <summary>Gets the telephone number, as it was typed: at most <see cref="ProfileChange.FieldLengthMax"/> characters.</summary>
    [Id(2)]
    public string Phone { get; init; } = "";

    /// <summary>Gets the Skype name: at most <see cref="ProfileChange.FieldLengthMax"/> characters.</summary>
    [Id(3)]
    public string Skype { get; init; } = "";

    /// <summary>Gets the pronouns: at most <see cref="ProfileChange.FieldLengthMax"/> characters.</summary>
    [Id(4)]
    public string Pronouns { get; init; } = "";

    /// <summary>Gets the status text: at most <see cref="ProfileChange.StatusTextLengthMax"/> characters.</summary>
    [Id(5)]
    public string StatusText { get; init; } = "";

    /// <summary>Gets the status emoji, with its colons: at most <see cref="ProfileChange.StatusEmojiLengthMax"/> characters.</summary>
    [Id(6)]
    public string StatusEmoji { get; init; } = "";

    /// <summary>Gets when the status ends, seconds since 1970; 0 for never.</summary>
    [Id(7)]
    public long StatusExpiration { get; init; }

    /// <summary>Gets the <see cref="MemberPhoto.Hash"/> of the picture.</summary>
    [Id(8)]
    public string PhotoHash { get; init; } = "";

    /// <summary>Never what a member wrote: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => nameof(ProfileDetails);
}
