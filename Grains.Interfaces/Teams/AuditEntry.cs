namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>What somebody with rights did.</summary>
/// <param name="Ts">When, microseconds since 1970; unique in the team.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What, such as <c>member.deactivate</c>.</param>
/// <param name="Target">To whom or what: an id.</param>
/// <param name="Detail">More, such as the new role.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.AuditEntry")]
public sealed record AuditEntry(
    [property: Id(0)] long Ts, [property: Id(1)] string Actor, [property: Id(2)] string Action, [property: Id(3)] string Target, [property: Id(4)] string Detail);
