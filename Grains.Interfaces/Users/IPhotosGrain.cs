using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>Reads members' pictures, whoever asks: their hash is the key. Stateless; key 0.</summary>
[GrainInterfaceType("orleanssocial.photos"), Alias("orleanssocial.IPhotosGrain")]
public interface IPhotosGrain : IGrainWithIntegerKey
{
    /// <summary>Reads one image.</summary>
    /// <param name="team">The member's team.</param>
    /// <param name="user">The member.</param>
    /// <param name="hash">The hash of the picture that they have now.</param>
    /// <param name="size">One of <see cref="MemberPhoto.Sizes"/>.</param>
    /// <returns>A JPEG; null when there is none, or another by now.</returns>
    [Alias("Read")]
    Task<byte[]?> Read(TeamId team, UserId user, string hash, int size);
}
