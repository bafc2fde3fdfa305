using Npgsql;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Reads members' pictures, on the team's shard.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class MemberPhotosTable(DataSources dataSources)
{
    private const string SelectMemberPhoto =
        """
        select content from member_photo where team_id = $1 and user_id = $2 and size = $3 and hash = $4
        """;

    /// <summary>Reads one image, or null.</summary>
    public async Task<byte[]?> Read(ShardRoute route, TeamId team, UserId user, string hash, int size, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectMemberPhoto, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<string> { TypedValue = user.Value },
                new NpgsqlParameter<int> { TypedValue = size },
                new NpgsqlParameter<string> { TypedValue = hash },
            },
        };
        return await command.ExecuteScalarAsync(cancellationToken) as byte[];
    }
}
