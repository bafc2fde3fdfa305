namespace OrleansSocial.Gateway.Delivery;

/// <summary>What a member is after an event.</summary>
/// <param name="User">The member's id.</param>
/// <param name="IsGuest">Whether a guest.</param>
internal readonly record struct MemberStanding(string User, bool IsGuest);
