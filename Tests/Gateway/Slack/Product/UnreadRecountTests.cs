using System.Globalization;
using System.Text.Json;
using Npgsql;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>After a seeded random run, with a restart in its middle, every count equals a recount of the messages in SQL.</summary>
public sealed class UnreadRecountTests(PostgresFixture postgres) : IAsyncDisposable
{
    private const int Members = 5;
    private const int Channels = 2;
    private const int Steps = 400;

    // Counted anew from the messages alone: what has a position of its own after the one that was read, tombstones too; and of what
    // still has its text, whom that names.
    private const string Recount =
        """
        with rows as (
          select ts, position, author_id, body, deleted, position > coalesce(lag(position) over (order by ts), 0) as counts
          from {0}.message
          where channel_id = $1)
        select count(*), count(*) filter (where not deleted and author_id <> $3
          and (body like '%<@' || $3 || '>%' or body like '%<!here>%' or ts = any ($4)))
        from rows
        where counts and ts > $2
        """;

    // Of each followed thread whether a reply is newer than the mark, and how many of those name the member: from the messages alone.
    private const string RecountThreads =
        """
        select count(*), coalesce(sum(x.mentions), 0)::bigint
        from {0}.thread_follow f
          join {0}.message p on p.channel_id = f.channel_id and p.ts = f.thread_ts and not p.deleted
          cross join lateral (
            select count(*) as unread,
              count(*) filter (where m.ts = any ($3)) as mentions
            from {0}.message m
            where m.channel_id = f.channel_id and m.thread_ts = f.thread_ts and m.ts <> f.thread_ts and m.ts > f.read_ts and not m.deleted) x
        where f.user_id = $2 and f.channel_id = $1 and f.active and x.unread > 0
        """;

    // What the summaries of threads say and the messages do not.
    private const string WrongSummaries =
        """
        select count(*)
        from {0}.thread t
          cross join lateral (
            select count(*)::int as n, coalesce(max(m.ts), 0) as latest, coalesce(array_agg(distinct m.author_id order by m.author_id), '{}') as authors
            from {0}.message m
            where m.channel_id = t.channel_id and m.thread_ts = t.thread_ts and m.ts <> t.thread_ts and not m.deleted) x
        where (t.reply_count, t.latest_reply, array(select u from unnest(t.reply_users) u order by u)) is distinct from (x.n, x.latest, x.authors)
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orleanssocial-");
    private readonly HttpClient http = new();
    private readonly List<(string Token, string User)> members = [];
    private readonly List<string> channels = [];
    private readonly Dictionary<(int Member, int Channel), string?> joinedAt = [];
    private readonly Dictionary<int, List<(string Ts, int Author)>> messages = [];
    private readonly Dictionary<int, List<(string Ts, string Parent, int Author)>> replies = [];

    // Whom a message means by the group, and by the group or by name: who was in the channel when it was written.
    private readonly Dictionary<(int Channel, string Ts), HashSet<int>> meantByGroup = [];
    private readonly Dictionary<(int Channel, string Ts), HashSet<int>> meant = [];
    private readonly HashSet<(int Member, int Channel)> muted = [];
    private HashSet<int> inGroup = [];
    private string group = string.Empty;
    private string database = string.Empty;
    private ProductProcess? product;

    public async ValueTask DisposeAsync()
    {
        if (product is not null)
        {
            await product.DisposeAsync();
        }

        http.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task Counts_are_what_a_recount_says(int seed)
    {
        database = await postgres.CreateDatabaseAsync();
        await StartAsync();
        await SetUpAsync();
        var random = new Random(seed);
        for (var step = 0; step < Steps; step++)
        {
            if (step == Steps / 2)
            {
                await product!.DisposeAsync();
                await StartAsync();
            }

            await StepAsync(random, step);
        }

        await CompareAsync();
        await product!.DisposeAsync();
        await StartAsync();
        await CompareAsync();
    }

    [Fact]
    public async Task Who_looks_away_does_so_after_a_restart()
    {
        database = await postgres.CreateDatabaseAsync();
        await StartAsync();
        await SetUpAsync();
        await CallAsync("users.setPresence", members[1].Token, ("presence", "away"));
        await CallAsync("users.setPresence", members[2].Token, ("presence", "away"));
        await CallAsync("users.prefs.set", members[1].Token, ("name", "time24"), ("value", "true"));
        await CallAsync("users.setPresence", members[2].Token, ("presence", "auto"));
        await product!.DisposeAsync();
        await StartAsync();
        Assert.True((await CallAsync("users.getPresence", members[1].Token)).GetProperty("manual_away").GetBoolean());
        Assert.False((await CallAsync("users.getPresence", members[2].Token)).GetProperty("manual_away").GetBoolean());
    }

    private async Task StartAsync() => product = await ProductProcess.StartAsync(
        folder.FullName,
        ["--no-demo"],
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Main"] = database,
            ["ConnectionStrings__Pair1"] = database,
            ["OrleansSocial__Accounts__BcryptCost"] = "5",
        });

    private async Task SetUpAsync()
    {
        var owner = await CallAsync(
            "social.signUp", null, ("name", "m0"), ("email", "m0@example.org"), ("password", "a long password"), ("team_name", "t"), ("team_domain", "team"));
        members.Add((owner.Text("token"), owner.Text("user_id")));
        var code = (await CallAsync("social.invites.create", members[0].Token)).GetProperty("invite").Text("code");
        for (var n = 1; n < Members; n++)
        {
            var answer = await CallAsync(
                "social.signUp", null, ("name", $"m{n}"), ("email", $"m{n}@example.org"), ("password", "a long password"), ("invite", code));
            members.Add((answer.Text("token"), answer.Text("user_id")));
        }

        for (var n = 0; n < Channels; n++)
        {
            channels.Add((await CallAsync("conversations.create", members[0].Token, ("name", $"c{n}"))).GetProperty("channel").Text("id"));
            messages[n] = [];
            replies[n] = [];
            joinedAt[(0, n)] = "0";
        }

        group = (await CallAsync("usergroups.create", members[0].Token, ("name", "crew"), ("handle", "crew"))).GetProperty("usergroup").Text("id");
    }

    private async Task StepAsync(Random random, int step)
    {
        var (member, channel) = (random.Next(Members), random.Next(Channels));
        var token = members[member].Token;
        (string, string?) at = ("channel", channels[channel]);
        if (joinedAt.GetValueOrDefault((member, channel)) is not { } since)
        {
            await CallAsync("conversations.join", token, at);
            joinedAt[(member, channel)] = (await NewestAsync(channel)).Ts;
            return;
        }

        var seen = messages[channel].Where(m => string.CompareOrdinal(m.Ts, since) > 0).ToList();
        var own = messages[channel].Where(m => m.Author == member).ToList();
        switch (random.Next(18))
        {
            case 0 when member != 0:
                await CallAsync("conversations.leave", token, at);
                joinedAt.Remove((member, channel));
                break;
            case 1 or 2 when seen.Count > 0:
                await CallAsync("conversations.mark", token, at, ("ts", seen[random.Next(seen.Count)].Ts));
                break;
            case 3 when own.Count > 0:
                await EditAsync(random, step, member, channel, own[random.Next(own.Count)].Ts);
                break;
            case 4 when own.Count > 0:
                var deleted = own[random.Next(own.Count)];
                await CallAsync("chat.delete", token, at, ("ts", deleted.Ts));
                messages[channel].Remove(deleted);
                break;
            case 5 when seen.Count > 0:
                await ReplyAsync(random, step, member, channel, seen[random.Next(seen.Count)].Ts);
                break;
            case 6 or 7 when replies[channel].Count > 0:
                await ReplyAsync(random, step, member, channel, replies[channel][random.Next(replies[channel].Count)].Parent);
                break;
            case 8 when replies[channel].Where(r => r.Author == member).ToList() is { Count: > 0 } mine:
                var reply = mine[random.Next(mine.Count)];
                if (random.Next(2) == 0)
                {
                    await EditAsync(random, step, member, channel, reply.Ts);
                }
                else
                {
                    await CallAsync("chat.delete", token, at, ("ts", reply.Ts));
                    replies[channel].Remove(reply);
                }

                break;
            case 9 or 10 when replies[channel].Count > 0:
                var (readTs, thread, _) = replies[channel][random.Next(replies[channel].Count)];
                await ThreadAsync("subscriptions.thread.mark", token, at, ("thread_ts", thread), ("ts", readTs));
                break;
            case 11 when replies[channel].Count > 0:
                (string, string?) followed = ("thread_ts", replies[channel][random.Next(replies[channel].Count)].Parent);
                await ThreadAsync(random.Next(2) == 0 ? "subscriptions.thread.add" : "subscriptions.thread.remove", token, at, followed);
                break;
            case 12:
                inGroup = [.. Enumerable.Range(0, Members).Where(_ => random.Next(2) == 0), member];
                await CallAsync("usergroups.users.update", members[0].Token, ("usergroup", group), ("users", string.Join(',', inGroup.Select(m => members[m].User))));
                break;
            case 13:
                if (!muted.Remove((member, channel)))
                {
                    muted.Add((member, channel));
                }

                var ids = string.Join(',', muted.Where(m => m.Member == member).Select(m => channels[m.Channel]));
                await CallAsync("users.prefs.set", token, ("name", "muted_channels"), ("value", ids));
                break;
            default:
                var text = TextOf(random, step);
                var ts = (await CallAsync("chat.postMessage", token, at, ("text", text))).Text("ts");
                messages[channel].Add((ts, member));
                NoteMeant(member, channel, ts, text);
                break;
        }
    }

    private async Task ReplyAsync(Random random, int step, int member, int channel, string parent)
    {
        var text = TextOf(random, step);
        (string, string?) at = ("channel", channels[channel]);
        var answer = await TryAsync(
            "chat.postMessage", members[member].Token, at, ("thread_ts", parent), ("text", text), ("reply_broadcast", random.Next(2) == 0 ? "true" : "false"));
        if (answer.GetProperty("ok").GetBoolean())
        {
            replies[channel].Add((answer.Text("ts"), parent, member));
            NoteMeant(member, channel, answer.Text("ts"), text);
        }
        else
        {
            Assert.Equal("thread_not_found", answer.Text("error"));
        }
    }

    private async Task EditAsync(Random random, int step, int member, int channel, string ts)
    {
        var text = TextOf(random, step);
        await CallAsync("chat.update", members[member].Token, ("channel", channels[channel]), ("ts", ts), ("text", text));
        NoteMeant(member, channel, ts, text);
    }

    // The parent of a known reply may be deleted.
    private async Task ThreadAsync(string method, string token, params (string Name, string? Value)[] arguments)
    {
        var answer = await TryAsync(method, token, arguments);
        Assert.True(answer.GetProperty("ok").GetBoolean() || answer.Text("error") == "thread_not_found", $"{method}: {answer}");
    }

    private void NoteMeant(int author, int channel, string ts, string text)
    {
        var there = Enumerable.Range(0, Members).Where(m => m != author && joinedAt.GetValueOrDefault((m, channel)) is not null).ToList();
        meantByGroup[(channel, ts)] = text.Contains("<!subteam^", StringComparison.Ordinal) ? [.. there.Where(inGroup.Contains)] : [];
        meant[(channel, ts)] = [.. meantByGroup[(channel, ts)], .. there.Where(m => text.Contains($"<@{members[m].User}>", StringComparison.Ordinal))];
    }

    private string TextOf(Random random, int step) => random.Next(6) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{step} for <@{members[random.Next(Members)].User}>"),
        1 => string.Create(CultureInfo.InvariantCulture, $"{step} for <!here> and <@{members[random.Next(Members)].User}>"),
        2 => string.Create(CultureInfo.InvariantCulture, $"{step} for <!subteam^{group}|@crew>"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{step} for nobody"),
    };

    private async Task<(string Ts, int Author)> NewestAsync(int channel)
    {
        var history = await CallAsync("conversations.history", members[0].Token, ("channel", channels[channel]), ("limit", "1"));
        return (history.GetProperty("messages")[0].Text("ts"), -1);
    }

    private async Task CompareAsync()
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        foreach (var (member, channel) in joinedAt.Keys)
        {
            var (token, user) = members[member];
            var answer = await CallAsync("client.counts", token, ("thread_counts_by_channel", "true"));
            var counts = answer.GetProperty("channels").EnumerateArray().Single(c => c.Text("id") == channels[channel]);
            var byGroup = MessagesFor(meantByGroup, member, channel);
            var (unread, mentions) = await SumAsync(connection, Recount, channels[channel], Micros(counts.Text("last_read")), user, byGroup);
            Assert.Equal(
                (member, channel, unread, mentions, unread > 0 && !muted.Contains((member, channel))),
                (member, channel, counts.GetProperty("unread_count").GetInt64(), counts.GetProperty("mention_count").GetInt64(), counts.GetProperty("has_unreads").GetBoolean()));

            var threads = answer.GetProperty("threads");
            var (unreadThreads, threadMentions) = await SumAsync(connection, RecountThreads, channels[channel], user, MessagesFor(meant, member, channel));
            Assert.Equal(
                (member, channel, unreadThreads, threadMentions),
                (member, channel, Of(threads, "unread_count_by_channel", channels[channel]), Of(threads, "mention_count_by_channel", channels[channel])));
        }

        Assert.Equal(0, (await SumAsync(connection, WrongSummaries)).First);
    }

    private static long[] MessagesFor(Dictionary<(int Channel, string Ts), HashSet<int>> from, int member, int channel) =>
        [.. from.Where(m => m.Key.Channel == channel && m.Value.Contains(member)).Select(m => Micros(m.Key.Ts))];

    private static long Of(JsonElement threads, string list, string channel) => threads.GetProperty(list).TryGetProperty(channel, out var count) ? count.GetInt64() : 0;

    private static long Micros(string ts) => long.Parse(ts.Replace(".", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static async Task<(long First, long Second)> SumAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        var sum = (First: 0L, Second: 0L);
        for (short shard = 0; shard < PostgresFixture.ShardCount; shard++)
        {
            await using var command = new NpgsqlCommand(sql.Replace("{0}", DataSources.SchemaOf(shard), StringComparison.Ordinal), connection);
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            sum = (sum.First + reader.GetInt64(0), sum.Second + (reader.FieldCount > 1 ? reader.GetInt64(1) : 0));
        }

        return sum;
    }

    private async Task<JsonElement> CallAsync(string method, string? token, params (string Name, string? Value)[] arguments)
    {
        var answer = await TryAsync(method, token, arguments);
        Assert.True(answer.GetProperty("ok").GetBoolean(), $"{method}: {answer}");
        return answer;
    }

    private async Task<JsonElement> TryAsync(string method, string? token, params (string Name, string? Value)[] arguments)
    {
        JsonElement answer = default;
        await Eventually.TrueAsync($"{method} is answered", async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(product!.BaseUrl, $"api/{method}"));
            request.Content = new FormUrlEncodedContent(arguments.Select(a => new KeyValuePair<string, string>(a.Name, a.Value ?? string.Empty)));
            if (token is not null)
            {
                request.Headers.Authorization = new("Bearer", token);
            }

            using var response = await http.SendAsync(request);
            answer = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync());
            return response.IsSuccessStatusCode;
        });
        return answer;
    }
}
