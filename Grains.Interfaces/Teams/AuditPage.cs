using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>A page of audit entries, newest first.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Entries">The entries.</param>
/// <param name="HasMore">True when older ones follow.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.AuditPage")]
public sealed record AuditPage([property: Id(0)] TeamError Error, [property: Id(1)] ImmutableArray<AuditEntry> Entries, [property: Id(2)] bool HasMore);
