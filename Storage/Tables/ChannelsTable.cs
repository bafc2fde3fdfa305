using Npgsql;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Reads channels, their members and their heads, on the channel's shard.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class ChannelsTable(DataSources dataSources)
{
    private const string SelectChannels =
        """
        select c.channel_id, c.name, c.is_private, c.is_general, c.is_archived, c.creator_id, c.created_ts,
          c.topic, c.topic_by, c.topic_ts, c.purpose, c.purpose_by, c.purpose_ts, c.member_count, h.last_event_ts, h.message_count
        from channel c
          join channel_head h on h.channel_id = c.channel_id and h.team_id = c.team_id
        where c.team_id = $1 and c.channel_id = any ($2)
        """;

    private const string SelectMembers =
        """
        select user_id from channel_member where team_id = $1 and channel_id = $2 and not removed limit $3
        """;

    private const string SelectMemberships =
        """
        select c.user_id, c.ver, coalesce(m.position, 0), c.removed
        from channel_member c
          left join message m on m.channel_id = c.channel_id and m.ts = c.ver
        where c.team_id = $1 and c.channel_id = $2 and ($3::text is null or c.user_id = $3) and c.ver > $4
        order by c.ver desc
        limit $5
        """;

    // One row a name or group, of whole messages: the sum has all rows of a message from its first on.
    private const string SelectMentions =
        """
        select x.ts, x.names, x.position, x.author_id
        from (
          select n.ts, coalesce(n.members, array[n.user_id]) as names, n.position, m.author_id,
            dense_rank() over newest as nth, sum(coalesce(cardinality(n.members), 1)) over newest as names_so_far
          from mention n
            join message m on m.channel_id = n.channel_id and m.ts = n.ts
          where n.team_id = $1 and n.channel_id = $2 and not n.removed
            and (n.thread_ts is null or coalesce((m.extras ->> 'broadcast')::bool, false))
            and n.ts >= (
              select coalesce(min(k.ts), 0)
              from (
                select distinct n.ts
                from mention n
                  join message m on m.channel_id = n.channel_id and m.ts = n.ts
                where n.team_id = $1 and n.channel_id = $2 and not n.removed
                  and (n.thread_ts is null or coalesce((m.extras ->> 'broadcast')::bool, false))
                order by n.ts desc
                limit $3) k)
          window newest as (order by n.ts desc)
        ) x
        where x.names_so_far <= $4 or x.nth = 1
        order by x.ts desc
        """;

    private const string SelectPins =
        """
        select ts, user_id, pinned_ts from pin where team_id = $1 and channel_id = $2 and not removed limit $3
        """;

    private const string SelectHeads =
        """
        select channel_id, last_event_ts from channel_head where team_id = $1 and channel_id = any ($2)
        """;

    /// <summary>Reads descriptions with the head's figures; ids of other teams or without a channel are left out.</summary>
    public async Task<List<ChannelView>> Views(ShardRoute route, TeamId team, string[] channels, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectChannels, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = team.Value }, new NpgsqlParameter<string[]> { TypedValue = channels } },
        };
        var views = new List<ChannelView>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var info = new ChannelInfo(
                new ChannelId(reader.GetString(0)),
                reader.GetString(1),
                reader.GetBoolean(2),
                reader.GetBoolean(3),
                reader.GetBoolean(4),
                new UserId(reader.GetString(5)),
                reader.GetInt64(6),
                reader.GetString(7),
                reader.GetString(8),
                reader.GetInt64(9),
                reader.GetString(10),
                reader.GetString(11),
                reader.GetInt64(12),
                reader.GetInt32(13));
            views.Add(new ChannelView(info, IsMember: false, reader.GetInt64(14), reader.GetInt64(15), []));
        }

        return views;
    }

    /// <summary>Reads the members' ids, in no order.</summary>
    public async Task<List<string>> Members(ShardRoute route, TeamId team, ChannelId channel, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectMembers, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<string> { TypedValue = channel.Value },
                new NpgsqlParameter<int> { TypedValue = countMax },
            },
        };
        var members = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            members.Add(reader.GetString(0));
        }

        return members;
    }

    /// <summary>Reads how memberships were changed last, newest first: of one member or of all, after a ts.</summary>
    public async Task<List<MembershipRow>> Memberships(
        ShardRoute route, TeamId team, ChannelId channel, UserId? user, long afterTs, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectMemberships, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<string> { TypedValue = channel.Value },
                new NpgsqlParameter { Value = (object?)user?.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
                new NpgsqlParameter<long> { TypedValue = afterTs },
                new NpgsqlParameter<int> { TypedValue = countMax },
            },
        };
        var rows = new List<MembershipRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new MembershipRow(new UserId(reader.GetString(0)), reader.GetInt64(1), reader.GetInt64(2), reader.GetBoolean(3)));
        }

        return rows;
    }

    /// <summary>
    /// Reads the mentions of the newest messages, newest first: those of replies that were not broadcast do not count. Of each message all or
    /// none; of the newest all, however many names it has.
    /// </summary>
    public async Task<List<MentionRow>> Mentions(
        ShardRoute route, TeamId team, ChannelId channel, int messagesMax, int namesMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectMentions, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<string> { TypedValue = channel.Value },
                new NpgsqlParameter<int> { TypedValue = messagesMax },
                new NpgsqlParameter<int> { TypedValue = namesMax },
            },
        };
        var mentions = new List<MentionRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            mentions.Add(new MentionRow(reader.GetInt64(0), [.. reader.GetFieldValue<string[]>(1)], reader.GetInt64(2), reader.GetString(3)));
        }

        return mentions;
    }

    /// <summary>Reads the pins, in no order.</summary>
    public async Task<List<Pin>> Pins(ShardRoute route, TeamId team, ChannelId channel, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectPins, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<string> { TypedValue = channel.Value },
                new NpgsqlParameter<int> { TypedValue = countMax },
            },
        };
        var pins = new List<Pin>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            pins.Add(new Pin(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2)));
        }

        return pins;
    }

    /// <summary>Reads the committed heads of chains.</summary>
    public async Task<List<(string Chain, long Head)>> Heads(ShardRoute route, TeamId team, string[] chains, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectHeads, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = team.Value }, new NpgsqlParameter<string[]> { TypedValue = chains } },
        };
        var heads = new List<(string, long)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            heads.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return heads;
    }
}
