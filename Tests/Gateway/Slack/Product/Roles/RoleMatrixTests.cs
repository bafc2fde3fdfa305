using System.Net;
using System.Text;
using System.Text.Json;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product.Roles;

/// <summary>Every method by everybody: what each gets is in the reference, and nobody meets a word of what is not theirs.</summary>
[Collection(ProductCollection.Name)]
public sealed class RoleMatrixTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public void Every_method_has_arguments() =>
        Assert.Equal(SlackApi.Methods.Keys.Order(StringComparer.Ordinal), RoleArguments.All.Select(c => c.Method).Distinct(StringComparer.Ordinal));

    [Fact]
    public async Task Everybody_gets_from_every_method_what_the_reference_says_and_no_word_of_others()
    {
        await using var world = await RoleWorld.BuildAsync(api);
        var columns = await Task.WhenAll(Enum.GetValues<Role>().Select(role => ColumnAsync(world, role)));
        await CountsAsync(world);
        await FramesAsync(world);
        ReferencePart.Check("roles", Table(columns));
    }

    private static async Task<IReadOnlyList<string>> ColumnAsync(RoleWorld world, Role role)
    {
        var bench = new RoleBench(world, role);
        await bench.BeginAsync();
        var words = new List<string>();
        foreach (var row in RoleArguments.All)
        {
            words.Add(await CellAsync(bench, row));
        }

        await bench.EndAsync();
        return words;
    }

    private static async Task<string> CellAsync(RoleBench bench, RoleCase row)
    {
        var arguments = await row.Arguments(bench);
        var (status, body) = await bench.World.Api.CallAsync(row.Method, await bench.TokenAsync(), arguments);
        Assert.True(status == HttpStatusCode.OK, $"{row.Title} by {bench.Role}: {status} {body}");

        // Who knows a password or a code is told whose it is, whatever else they are.
        var knows = SlackApi.Methods[row.Method].Token == SlackTokenKind.None;
        AssertNoneIn(body, $"{row.Title} by {bench.Role}", [.. Canary.Forbidden(bench.Role), .. knows ? [] : Ids(bench.World, bench.Role)]);
        return body.GetProperty("ok").GetBoolean() ? "ok" : body.Text("error");
    }

    private static string[] Ids(RoleWorld world, Role role) => role switch
    {
        _ when !Canary.IsAtHome(role) => [Canary.Home, world.Few, world.Team, world.Founder.User, world.Author.User],
        Role.Member or Role.Admin or Role.Owner => [],
        _ => [world.Few],
    };

    private static void AssertNoneIn(JsonElement json, string what, IEnumerable<string> words)
    {
        var text = json.ToString();
        Assert.Empty(words.Where(w => text.Contains(w, StringComparison.OrdinalIgnoreCase)).Select(w => $"{what} has {w}: {text}"));
    }

    /// <summary>Guest and non-member are named in a private channel that they are not in; nothing counts it for them, and it does for a member of it.</summary>
    private async Task CountsAsync(RoleWorld world)
    {
        foreach (var role in new[] { Role.Guest, Role.NonMember, Role.Member })
        {
            var counts = await api.OkAsync("client.counts", world.Of(role)!.Token);
            var named = counts.GetProperty("channels").EnumerateArray().Where(c => c.GetProperty("mention_count").GetInt32() > 0).Select(c => c.Text("id"));
            Assert.Equal((role, role == Role.Member ? world.Few : string.Empty), (role, string.Join(',', named)));
            Assert.Equal((role, 0), (role, counts.GetProperty("threads").GetProperty("mention_count").GetInt32()));
        }
    }

    private async Task FramesAsync(RoleWorld world)
    {
        const string End = "the end";
        await api.PostAsync(world.Founder.Token, world.Marker, End);
        var general = (await api.OkAsync("users.conversations", world.Stranger.Token)).GetProperty("channels").EnumerateArray()
            .Single(c => c.GetProperty("is_general").GetBoolean()).Text("id");
        await api.PostAsync(world.Stranger.Token, general, End);
        foreach (var (role, socket) in world.Sockets)
        {
            await socket.WaitAsync($"the last frame of {role}", f => TestSocket.Is(f, "message") && TestSocket.Text(f, "text") == End);
            foreach (var frame in socket.Frames)
            {
                AssertNoneIn(frame, $"a frame of {role}", [.. Canary.Forbidden(role), .. Ids(world, role)]);
            }
        }

        Assert.Contains(world.Sockets[Role.Guest].Frames, f => f.ToString().Contains(Canary.Of(Role.Guest), StringComparison.Ordinal));
    }

    private static string Table(IReadOnlyList<IReadOnlyList<string>> columns)
    {
        var table = new StringBuilder("| method | ").AppendJoin(" | ", Enum.GetValues<Role>().Select(Heading)).Append(" |\n|---|")
            .Append(string.Concat(columns.Select(_ => "---|"))).Append('\n');
        foreach (var (index, row) in RoleArguments.All.Index())
        {
            table.Append("| ").Append(row.Title).Append(" | ").AppendJoin(" | ", columns.Select(c => c[index])).Append(" |\n");
        }

        return table.ToString();
    }

    private static string Heading(Role role) => role switch
    {
        Role.None => "no token",
        Role.Revoked => "revoked token",
        Role.Deactivated => "deactivated member",
        Role.Guest => "guest",
        Role.Member => "member",
        Role.Admin => "admin",
        Role.Owner => "owner",
        Role.BotWithoutScope => "bot without scopes",
        Role.OtherTeam => "owner of another team",
        Role.NonMember => "member not in the private channel",
        Role.PasserBy => "member not in the public channel",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}
