namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>A change of a profile: null keeps a field, empty clears it. Lengths were checked by the gateway.</summary>
/// <param name="RealName">Full name; never empty.</param>
/// <param name="DisplayName">The name that is shown instead of the handle.</param>
/// <param name="Title">Title.</param>
/// <param name="Phone">Telephone number.</param>
/// <param name="Skype">Skype name.</param>
/// <param name="Pronouns">Pronouns.</param>
/// <param name="StatusText">Status text.</param>
/// <param name="StatusEmoji">Status emoji with its colons.</param>
/// <param name="StatusExpiration">When the status ends, seconds since 1970; 0 for never.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ProfileChange")]
public sealed record ProfileChange(
    [property: Id(0)] string? RealName,
    [property: Id(1)] string? DisplayName,
    [property: Id(2)] string? Title,
    [property: Id(3)] string? Phone,
    [property: Id(4)] string? Skype,
    [property: Id(5)] string? Pronouns,
    [property: Id(6)] string? StatusText,
    [property: Id(7)] string? StatusEmoji,
    [property: Id(8)] long? StatusExpiration)
{
    /// <summary>The longest real name and display name, characters.</summary>
    public const int NameLengthMax = 80;

    /// <summary>The longest title, telephone number, Skype name and pronouns, characters.</summary>
    public const int FieldLengthMax = 255;

    /// <summary>The longest status text, characters (Slack: users.profile.set, 100).</summary>
    public const int StatusTextLengthMax = 100;

    /// <summary>The longest status emoji, characters with colons.</summary>
    public const int StatusEmojiLengthMax = 102;

    /// <summary>The change that changes nothing.</summary>
    public static readonly ProfileChange None = new(null, null, null, null, null, null, null, null, null);

    /// <summary>Never what a member wrote: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => nameof(ProfileChange);
}
