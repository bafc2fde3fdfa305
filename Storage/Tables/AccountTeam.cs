using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Storage.Tables;

/// <summary>An account's place in one team.</summary>
/// <param name="Team">The team.</param>
/// <param name="User">The member.</param>
/// <param name="Role">The role that the member was made with.</param>
/// <param name="Domain">The team's domain.</param>
/// <param name="Deactivated">Whether the member may not come in any more.</param>
/// <param name="Unkept">What an invite promised and a sign-up that was cut short did not give, or null.</param>
public sealed record AccountTeam(TeamId Team, UserId User, short Role, string Domain, bool Deactivated, InviteUse? Unkept);
