using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Storage.Tables;

/// <summary>How a membership was changed last.</summary>
/// <param name="User">Whose.</param>
/// <param name="Ts">The event of the channel's chain.</param>
/// <param name="Position">Its position; 0 when it is no message of the channel.</param>
/// <param name="Removed">Whether they are out.</param>
public sealed record MembershipRow(UserId User, long Ts, long Position, bool Removed);
