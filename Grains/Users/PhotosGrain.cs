using Orleans.Concurrency;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Shards;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Users;

/// <summary>Reads members' pictures past the team's grain, which has more to do.</summary>
[GrainType("photos")]
[StatelessWorker]
[Reentrant]
internal sealed class PhotosGrain(ChainServices services, MemberPhotosTable photos) : Grain, IPhotosGrain
{
    /// <inheritdoc/>
    public async Task<byte[]?> Read(TeamId team, UserId user, string hash, int size)
    {
        if (hash.Length != MemberPhoto.HashLength || !MemberPhoto.Sizes.Contains(size))
        {
            return null;
        }

        ShardRoute route;
        try
        {
            route = await services.ShardMap.Find(team, null, CancellationToken.None);
        }
        catch (TeamNotPlacedException)
        {
            // Anybody may ask for any team.
            return null;
        }

        return await photos.Read(route, team, user, hash, size, CancellationToken.None);
    }
}
