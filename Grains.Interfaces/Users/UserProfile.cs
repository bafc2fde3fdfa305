using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>A member as the team sees them.</summary>
/// <param name="Id">The user id.</param>
/// <param name="Name">Handle: lower case, at most 80 characters, unique in the team.</param>
/// <param name="RealName">Full name, at most 80 characters.</param>
/// <param name="Email">Address, or empty for bots.</param>
/// <param name="Role">The role.</param>
/// <param name="BotId">The bot's id, or null for people.</param>
/// <param name="Deleted">True when deactivated.</param>
/// <param name="UpdatedTs">When it last changed, microseconds since 1970.</param>
/// <param name="Details">What the member says of themselves; null for one who never set any of it.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.UserProfile")]
public sealed record UserProfile(
    [property: Id(0)] UserId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string RealName,
    [property: Id(3)] string Email,
    [property: Id(4)] UserRole Role,
    [property: Id(5)] string? BotId,
    [property: Id(6)] bool Deleted,
    [property: Id(7)] long UpdatedTs,
    [property: Id(8)] ProfileDetails? Details = null)
{
    /// <summary>Gets a value indicating whether they are the owner who made the team. Not stored with the member: the team tells it.</summary>
    [Id(9)]
    public bool IsPrimaryOwner { get; init; }

    /// <summary>
    /// The member that every team has and nobody is: clients look it up by this id, and every member has a conversation with it
    /// (wee-slack 2.9.0 does not start without). It is in no table.
    /// </summary>
    public static readonly UserProfile Slackbot = new(new UserId("USLACKBOT"), "slackbot", "Slackbot", "", UserRole.Member, null, false, 0, new ProfileDetails { DisplayName = "Slackbot" });
}
