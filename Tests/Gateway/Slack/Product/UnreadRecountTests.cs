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
    private const int Steps = 240;

    // Counted anew from the messages alone: what has a position of its own after the one that was read, tombstones too; and of what
    // still has its text, whom that names.
    private const string Recount =
        """
        with rows as (
          select ts, position, author_id, body, deleted, position > coalesce(lag(position) over (order by ts), 0) as counts
          from {0}.message
          where channel_id = $1)
        select count(*), count(*) filter (where not deleted and author_id <> $3 and (body like '%<@' || $3 || '>%' or body like '%<!here>%'))
        from rows
        where counts and ts > $2
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orleanssocial-");
    private readonly HttpClient http = new();
    private readonly List<(string Token, string User)> members = [];
    private readonly List<string> channels = [];
    private readonly Dictionary<(int Member, int Channel), string?> joinedAt = [];
    private readonly Dictionary<int, List<(string Ts, int Author)>> messages = [];
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
            joinedAt[(0, n)] = "0";
        }
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
        switch (random.Next(12))
        {
            case 0 when member != 0:
                await CallAsync("conversations.leave", token, at);
                joinedAt.Remove((member, channel));
                break;
            case 1 or 2 when seen.Count > 0:
                await CallAsync("conversations.mark", token, at, ("ts", seen[random.Next(seen.Count)].Ts));
                break;
            case 3 when own.Count > 0:
                var edited = own[random.Next(own.Count)];
                await CallAsync("chat.update", token, at, ("ts", edited.Ts), ("text", TextOf(random, step)));
                break;
            case 4 when own.Count > 0:
                var deleted = own[random.Next(own.Count)];
                await CallAsync("chat.delete", token, at, ("ts", deleted.Ts));
                messages[channel].Remove(deleted);
                break;
            case 5 when seen.Count > 0:
                (string, string?) parent = ("thread_ts", seen[random.Next(seen.Count)].Ts);
                await CallAsync(
                    "chat.postMessage", token, at, parent, ("text", TextOf(random, step)), ("reply_broadcast", random.Next(2) == 0 ? "true" : "false"));
                break;
            default:
                messages[channel].Add(((await CallAsync("chat.postMessage", token, at, ("text", TextOf(random, step)))).Text("ts"), member));
                break;
        }
    }

    private string TextOf(Random random, int step) => random.Next(4) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{step} for <@{members[random.Next(Members)].User}>"),
        1 => string.Create(CultureInfo.InvariantCulture, $"{step} for <!here> and <@{members[random.Next(Members)].User}>"),
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
            var counts = (await CallAsync("client.counts", token)).GetProperty("channels").EnumerateArray().Single(c => c.Text("id") == channels[channel]);
            var readTs = long.Parse(counts.Text("last_read").Replace(".", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture);
            var (unread, mentions) = await RecountAsync(connection, channels[channel], readTs, user);
            Assert.Equal(
                (member, channel, unread, mentions),
                (member, channel, counts.GetProperty("unread_count").GetInt64(), counts.GetProperty("mention_count").GetInt64()));
        }
    }

    private static async Task<(long Unread, long Mentions)> RecountAsync(NpgsqlConnection connection, string channel, long readTs, string user)
    {
        var sum = (Unread: 0L, Mentions: 0L);
        for (short shard = 0; shard < PostgresFixture.ShardCount; shard++)
        {
            await using var command = new NpgsqlCommand(Recount.Replace("{0}", DataSources.SchemaOf(shard), StringComparison.Ordinal), connection)
            {
                Parameters = { new() { Value = channel }, new() { Value = readTs }, new() { Value = user } },
            };
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            sum = (sum.Unread + reader.GetInt64(0), sum.Mentions + reader.GetInt64(1));
        }

        return sum;
    }

    private async Task<JsonElement> CallAsync(string method, string? token, params (string Name, string? Value)[] arguments)
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
        Assert.True(answer.GetProperty("ok").GetBoolean(), $"{method}: {answer}");
        return answer;
    }
}
