using Npgsql;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Reads what members follow, on the team's shard, and what is unread there, on the channels' shards.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class ThreadsTable(DataSources dataSources)
{
    // The most recently changed ones: those that are pushed out by the bound were changed longest ago.
    private const string SelectThreadFollows =
        """
        select channel_id, thread_ts, read_ts, since_ts
        from thread_follow
        where team_id = $1 and user_id = $2 and active
        order by ver desc
        limit $3
        """;

    // No reply is counted: a thread is unread when its newest reply is. Only replies that name the member are, and not beyond a bound.
    private const string SelectUnreadThreads =
        """
        select f.channel_id, f.thread_ts, (
          select count(*) from (
            select distinct n.ts from mention n
            where n.channel_id = f.channel_id and n.thread_ts = f.thread_ts and n.ts > f.read_ts and not n.removed
              and (n.user_id = $2 or $2 = any (n.members))
            limit $6) x)::int
        from unnest($3::text[], $4::bigint[], $5::bigint[]) f(channel_id, thread_ts, read_ts)
          join thread t on t.channel_id = f.channel_id and t.thread_ts = f.thread_ts and t.team_id = $1
          join message m on m.channel_id = f.channel_id and m.ts = f.thread_ts and m.team_id = $1
        where t.reply_count > 0 and t.latest_reply > f.read_ts and not m.deleted
        """;

    private const string SelectThreadAfterDelete =
        """
        select coalesce((
            select ts from message
            where team_id = $1 and channel_id = $2 and thread_ts = $3 and ts <> $3 and ts <> $4 and not deleted
            order by ts desc
            limit 1), 0),
          exists (
            select from message
            where team_id = $1 and channel_id = $2 and thread_ts = $3 and ts <> $3 and ts <> $4 and not deleted and author_id = $5)
        """;

    /// <summary>Reads the threads that a member follows, the most recently changed first.</summary>
    public async Task<List<ThreadFollow>> Follows(ShardRoute route, TeamId team, UserId user, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectThreadFollows, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<string> { TypedValue = user.Value },
                new NpgsqlParameter<int> { TypedValue = countMax },
            },
        };
        var follows = new List<ThreadFollow>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            follows.Add(new ThreadFollow(new ChannelId(reader.GetString(0)), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
        }

        return follows;
    }

    /// <summary>Tells which of these threads have a reply that was not read, and how many of those name the member.</summary>
    /// <param name="route">The shard of their channels.</param>
    /// <param name="team">The team.</param>
    /// <param name="user">The member.</param>
    /// <param name="follows">The threads.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<List<UnreadThread>> Unread(
        ShardRoute route, TeamId team, UserId user, IReadOnlyCollection<ThreadFollow> follows, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectUnreadThreads, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<string> { TypedValue = user.Value },
                new NpgsqlParameter<string[]> { TypedValue = [.. follows.Select(f => f.Channel.Value)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. follows.Select(f => f.ThreadTs)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. follows.Select(f => f.ReadTs)] },
                new NpgsqlParameter<int> { TypedValue = UnreadThread.MentionsMax },
            },
        };
        var unread = new List<UnreadThread>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            unread.Add(new UnreadThread(new ChannelId(reader.GetString(0)), reader.GetInt64(1), reader.GetInt32(2)));
        }

        return unread;
    }

    /// <summary>Tells what a thread is without one reply: its newest other reply (0 for none), and whether that reply's author has others there.</summary>
    public async Task<(long LatestReply, bool AuthorStays)> Without(
        ShardRoute route, ChainId chain, long threadTs, long replyTs, string author, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectThreadAfterDelete, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = chain.Team.Value },
                new NpgsqlParameter<string> { TypedValue = chain.Id },
                new NpgsqlParameter<long> { TypedValue = threadTs },
                new NpgsqlParameter<long> { TypedValue = replyTs },
                new NpgsqlParameter<string> { TypedValue = author },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetBoolean(1));
    }
}
