namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>The outcome of a change of a member's settings.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Settings">The settings after the change, when there is no error.</param>
/// <param name="RetryAfter">For Busy and Unavailable: when to try again under the same key.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.SettingsResult")]
public sealed record SettingsResult([property: Id(0)] UserError Error, [property: Id(1)] MemberSettings? Settings, [property: Id(2)] TimeSpan RetryAfter);
