namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Notes what somebody with rights did: table <c>audit_entry</c>; the actor is the row's author.</summary>
/// <param name="Action">What, such as <c>member.deactivate</c>.</param>
/// <param name="Target">To whom or what: an id.</param>
/// <param name="Detail">More, such as the new role; never a secret.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.AuditAdd")]
public sealed record AuditAdd([property: Id(0)] string Action, [property: Id(1)] string Target, [property: Id(2)] string Detail) : RowEffect;
