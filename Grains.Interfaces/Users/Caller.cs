using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>Who calls, as the gateway resolved it from the token. Team and rights never come from arguments.</summary>
/// <param name="Team">The token's team.</param>
/// <param name="User">The token's user; a bot token has its bot user.</param>
/// <param name="BotId">The bot's id for a bot token, or null.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.Caller")]
public sealed record Caller([property: Id(0)] TeamId Team, [property: Id(1)] UserId User, [property: Id(2)] string? BotId);
