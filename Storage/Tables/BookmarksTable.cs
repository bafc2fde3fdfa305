using Npgsql;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Reads the bookmarks of channels, on the channel's shard.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class BookmarksTable(DataSources dataSources)
{
    private const string SelectBookmarks =
        """
        select ts, title, link, emoji, changed_ts, changed_by from bookmark
        where team_id = $1 and channel_id = $2 and not removed
        order by ts
        limit $3
        """;

    /// <summary>Reads a channel's bookmarks, the one made first first.</summary>
    public async Task<List<Bookmark>> Of(ShardRoute route, TeamId team, ChannelId channel, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectBookmarks, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<string> { TypedValue = channel.Value },
                new NpgsqlParameter<int> { TypedValue = countMax },
            },
        };
        var bookmarks = new List<Bookmark>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            bookmarks.Add(new Bookmark(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4), reader.GetString(5)));
        }

        return bookmarks;
    }
}
