using System.Globalization;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>User groups, on the real product.</summary>
[Collection(ProductCollection.Name)]
public sealed class UsergroupMethodTests(ProductFixture product) : IDisposable
{
    private static readonly string[] Fields =
    [
        "id", "team_id", "is_usergroup", "name", "description", "handle", "is_external", "date_create", "date_update", "date_delete", "auto_type",
        "created_by", "updated_by", "deleted_by", "prefs", "user_count",
    ];

    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Groups_are_made_changed_filled_disabled_and_told()
    {
        var (name, ann, bob) = (ProductApi.Unique("group"), product.Demo.Users[0].Id, product.Demo.Users[1].Id);
        await using var socket = await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", await api.BobLogsInAsync())).Text("url"));
        var general = product.Demo.ChannelId("general");
        var made = await ChangeAsync("usergroups.create", ("name", $"{name} & co"), ("handle", name), ("description", "all of <us>"), ("channels", general));
        var id = made.Text("id");
        Assert.All(Fields, f => Assert.True(made.TryGetProperty(f, out _), $"no {f}"));
        Assert.Equal(($"{name} & co", name, ann), (made.Text("name"), made.Text("handle"), made.Text("created_by")));
        Assert.Equal(general, made.GetProperty("prefs").GetProperty("channels")[0].GetString());
        AssertTold(made, (await socket.WaitAsync("subteam_created", f => Is(f, "subteam_created", id))).GetProperty("subteam"));

        var filled = await ChangeAsync("usergroups.users.update", ("usergroup", id), ("users", $"{ann},{bob},{ann}"));
        Assert.Equal(2, filled.GetProperty("user_count").GetInt32());
        Assert.Equal([ann, bob], Strings(filled.GetProperty("users")));
        Assert.Equal([ann, bob], Strings((await api.OkAsync("usergroups.users.list", api.Bob, ("usergroup", id))).GetProperty("users")));
        AssertTold(filled, (await socket.WaitAsync("subteam_updated", f => Is(f, "subteam_updated", id))).GetProperty("subteam"));

        var renamed = await ChangeAsync("usergroups.update", ("usergroup", id), ("name", $"{name} 2"), ("channels", ""), ("description", ""));
        Assert.Equal(($"{name} 2", name, string.Empty), (renamed.Text("name"), renamed.Text("handle"), renamed.Text("description")));
        Assert.Equal(0, renamed.GetProperty("prefs").GetProperty("channels").GetArrayLength());

        var disabled = await ChangeAsync("usergroups.disable", ("usergroup", id));
        Assert.Equal((ann, true), (disabled.Text("deleted_by"), disabled.GetProperty("date_delete").GetInt64() > 0));
        AssertTold(disabled, (await socket.WaitAsync("the end", f => Is(f, "subteam_updated", id) && f.GetProperty("subteam").GetProperty("date_delete").GetInt64() > 0)).GetProperty("subteam"));
        Assert.Equal("no_such_subteam", await api.ErrorAsync("usergroups.users.list", api.Bob, ("usergroup", id)));
        await api.OkAsync("usergroups.users.list", api.Bob, ("usergroup", id), ("include_disabled", "1"));
        Assert.DoesNotContain(await ListAsync(), g => g.Text("id") == id);
        Assert.Contains(await ListAsync(("include_disabled", "1")), g => g.Text("id") == id);
        Assert.Equal(0, (await ChangeAsync("usergroups.enable", ("usergroup", id))).GetProperty("date_delete").GetInt64());
        var listed = Assert.Single(await ListAsync(("include_users", "1")), g => g.Text("id") == id);
        Assert.Equal([ann, bob], Strings(listed.GetProperty("users")));
        Assert.False(Assert.Single(await ListAsync(), g => g.Text("id") == id).TryGetProperty("users", out _));
    }

    [Fact]
    public async Task Only_admins_of_the_team_change_groups()
    {
        var name = ProductApi.Unique("group");
        var id = (await ChangeAsync("usergroups.create", ("name", name))).Text("id");
        var (member, _) = await api.NewMemberAsync();
        var (stranger, user, _) = await api.NewTeamAsync();
        foreach (var (token, word) in new[] { (member, "permission_denied"), (product.Demo.Bot.Token, "permission_denied"), (stranger, "no_such_subteam") })
        {
            foreach (var method in new[] { "usergroups.update", "usergroups.disable", "usergroups.enable", "usergroups.users.update" })
            {
                Assert.Equal((method, word), (method, await api.ErrorAsync(method, token, ("usergroup", id), ("name", "x"), ("users", user))));
            }
        }

        Assert.Equal("permission_denied", await api.ErrorAsync("usergroups.create", member, ("name", ProductApi.Unique("group"))));
        Assert.Equal("no_such_subteam", await api.ErrorAsync("usergroups.users.list", stranger, ("usergroup", id)));
        Assert.Empty((await api.OkAsync("usergroups.list", stranger)).GetProperty("usergroups").EnumerateArray());
        Assert.Equal(name, Assert.Single(await ListAsync(), g => g.Text("id") == id).Text("name"));
        Assert.Equal("failed_for_some_users", await api.ErrorAsync("usergroups.users.update", api.Ann, ("usergroup", id), ("users", user)));
    }

    [Theory]
    [InlineData("usergroups.create", "name", "", "missing_subteam_name")]
    [InlineData("usergroups.create", "handle", "No Handle", "bad_handle")]
    [InlineData("usergroups.create", "handle", "here", "forbidden_handle")]
    [InlineData("usergroups.create", "handle", "general", "handle_already_exists")]
    [InlineData("usergroups.create", "channels", "nonsense", "invalid_channel_provided")]
    [InlineData("usergroups.create", "channels", "C0000000ZZ", "invalid_channel_provided")]
    [InlineData("usergroups.create", "channels", "[1", "invalid_array_arg")]
    [InlineData("usergroups.update", "usergroup", "", "missing_argument")]
    [InlineData("usergroups.update", "usergroup", "S0000000ZZ", "no_such_subteam")]
    [InlineData("usergroups.update", "usergroup", "U0000000ZZ", "no_such_subteam")]
    [InlineData("usergroups.users.update", "users", "", "no_users_provided")]
    [InlineData("usergroups.users.update", "users", "nobody", "invalid_users")]
    [InlineData("usergroups.list", "cursor", "bm9uc2Vuc2U", "invalid_cursor")]
    [InlineData("usergroups.list", "limit", "-1", "invalid_limit")]
    public async Task Malformed_calls_have_their_words(string method, string argument, string value, string word)
    {
        var arguments = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["usergroup"] = "S0000000ZZ",
            ["name"] = ProductApi.Unique("bad"),
        };
        arguments[argument] = value;

        Assert.Equal(word, await api.ErrorAsync(method, api.Ann, [.. arguments.Select(a => (a.Key, a.Value))]));
    }

    [Theory]
    [InlineData("name", 255, "name_too_long")]
    [InlineData("handle", 80, "bad_handle")]
    [InlineData("description", 255, "description_too_long")]
    public async Task Texts_are_bounded(string argument, int most, string word)
    {
        var name = ProductApi.Unique("bounded");
        var longest = name.PadRight(most, 'x');
        Assert.Equal(word, await api.ErrorAsync("usergroups.create", api.Ann, [.. Arguments(longest + "x")]));
        Assert.Equal(longest, (await ChangeAsync("usergroups.create", [.. Arguments(longest)])).Text(argument));

        IEnumerable<(string, string?)> Arguments(string value) => argument is "name" ? [("name", value), ("handle", name)] : [("name", name), (argument, value)];
    }

    [Fact]
    public async Task Channels_and_users_of_one_call_are_bounded()
    {
        var channels = string.Join(',', Enumerable.Range(0, 101).Select(i => string.Create(CultureInfo.InvariantCulture, $"C{i:00000000}")));
        Assert.Equal("too_many_linked_channels", await api.ErrorAsync("usergroups.create", api.Ann, ("name", ProductApi.Unique("many")), ("channels", channels)));
        var users = string.Join(',', Enumerable.Range(0, 1_001).Select(i => string.Create(CultureInfo.InvariantCulture, $"U{i:00000000}")));
        Assert.Equal("subteam_max_users_exceeded", await api.ErrorAsync("usergroups.users.update", api.Ann, ("usergroup", "S0000000ZZ"), ("users", users)));
    }

    [Fact]
    public async Task Lists_are_paged_for_who_asks()
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            made.Add((await ChangeAsync("usergroups.create", ("name", ProductApi.Unique("paged")))).Text("id"));
        }

        List<string> ids = [];
        string? cursor = null;
        do
        {
            var page = await api.OkAsync("usergroups.list", api.Ann, ("limit", "2"), ("cursor", cursor));
            ids.AddRange(page.GetProperty("usergroups").EnumerateArray().Select(g => g.Text("id")));
            cursor = page.GetProperty("response_metadata").Text("next_cursor");
        }
        while (cursor.Length > 0);
        Assert.Superset(made, ids.ToHashSet(StringComparer.Ordinal));
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
    }

    private static bool Is(JsonElement frame, string type, string id) => TestSocket.Is(frame, type) && frame.GetProperty("subteam").Text("id") == id;

    private static IEnumerable<string?> Strings(JsonElement array) => array.EnumerateArray().Select(e => e.GetString()).ToArray();

    private static void AssertTold(JsonElement answered, JsonElement told) => Assert.Equal(answered.ToString(), told.ToString());

    private async Task<JsonElement> ChangeAsync(string method, params (string Name, string? Value)[] arguments) =>
        (await api.OkAsync(method, api.Ann, arguments)).GetProperty("usergroup");

    private async Task<List<JsonElement>> ListAsync(params (string Name, string? Value)[] arguments) =>
        [.. (await api.OkAsync("usergroups.list", api.Bob, arguments)).GetProperty("usergroups").EnumerateArray()];
}
