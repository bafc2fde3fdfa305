using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Replaces a member's picture, or takes it away: table <c>member_photo</c>. The team is the chain's.</summary>
/// <param name="User">Whose.</param>
/// <param name="Photo">The picture; null takes it away.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.MemberPhotoSet")]
public sealed record MemberPhotoSet([property: Id(0)] UserId User, [property: Id(1)] MemberPhoto? Photo) : RowEffect
{
    /// <inheritdoc/>
    public override int SizeBytes => base.SizeBytes + (Photo?.Images.Sum(i => i.Length) ?? 0);
}
