namespace OrleansSocial.Grains.Interfaces.Presence;

/// <summary>Whether a member is there.</summary>
/// <param name="IsActive">What others see.</param>
/// <param name="IsOnline">Whether they have an open socket.</param>
/// <param name="IsManual">Whether they want to look away.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.PresenceStatus")]
public sealed record PresenceStatus([property: Id(0)] bool IsActive, [property: Id(1)] bool IsOnline, [property: Id(2)] bool IsManual);
