using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>What a member has set for themselves alone.</summary>
/// <param name="Prefs">Their preferences, by name; at most <see cref="IUserGrain.PrefsMax"/>.</param>
/// <param name="SnoozeTs">Until when they want no notifications, microseconds since 1970; 0, or past, for no snooze.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.MemberSettings")]
public sealed record MemberSettings([property: Id(0)] ImmutableArray<MemberPref> Prefs, [property: Id(1)] long SnoozeTs);
