namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Writes a team member's whole profile: table <c>team_member</c>.</summary>
/// <param name="Member">The profile after the change.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.TeamMemberSet")]
public sealed record TeamMemberSet([property: Id(0)] Users.UserProfile Member) : RowEffect;
