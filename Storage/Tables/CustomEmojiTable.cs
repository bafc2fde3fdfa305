using Npgsql;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Reads a team's custom emoji, on the team's shard.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class CustomEmojiTable(DataSources dataSources)
{
    private const string SelectCustomEmoji =
        """
        select name, value, creator_id
        from custom_emoji
        where team_id = $1 and not removed
        limit $2
        """;

    /// <summary>Reads all of them, in no order.</summary>
    public async Task<List<CustomEmoji>> All(ShardRoute route, TeamId team, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectCustomEmoji, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = team.Value }, new NpgsqlParameter<int> { TypedValue = countMax } },
        };
        var emoji = new List<CustomEmoji>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            emoji.Add(new CustomEmoji(reader.GetString(0), reader.GetString(1), new UserId(reader.GetString(2))));
        }

        return emoji;
    }
}
