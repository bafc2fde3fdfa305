using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Every method once as it should go, on the real product.</summary>
[Collection(ProductCollection.Name)]
public sealed class SlackMethodTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Api_test_echoes()
    {
        Assert.Equal("bar", (await api.OkAsync("api.test", null, ("foo", "bar"))).GetProperty("args").Text("foo"));
        Assert.Equal("my_error", await api.ErrorAsync("api.test", null, ("error", "my_error")));
    }

    [Fact]
    public async Task Auth_test_tells_who_and_where()
    {
        var me = await api.OkAsync("auth.test", api.Ann);
        Assert.Equal(product.Demo.Users[0].Id, me.Text("user_id"));
        Assert.Equal(product.Demo.Team.Id, me.Text("team_id"));
        Assert.Equal(product.BaseUrl, new Uri(me.Text("url")));
        Assert.NotEmpty(me.Text("team") + me.Text("user"));
        Assert.StartsWith("B", (await api.OkAsync("auth.test", product.Demo.Bot.Token)).Text("bot_id"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Auth_revoke_ends_the_token()
    {
        var ann = product.Demo.Users[0];
        foreach (var method in new[] { "auth.revoke", "social.logOut" })
        {
            var token = (await api.OkAsync("social.logIn", null, ("email", ann.Email), ("password", ann.Password), ("team", product.Demo.Team.Domain))).Text("token");
            Assert.False((await api.OkAsync(method, token, ("test", "1"))).GetProperty("revoked").GetBoolean());
            Assert.True((await api.OkAsync(method, token)).GetProperty("revoked").GetBoolean());
            Assert.Equal("token_revoked", await api.ErrorAsync("auth.test", token));
        }
    }

    [Fact]
    public async Task Message_is_posted_changed_reacted_to_and_deleted()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var posted = await api.OkAsync(
            "chat.postMessage", api.Ann, ("channel", channel), ("text", "one"), ("client_msg_id", "c-1"), ("blocks", """[{"type":"section"}]"""));
        var ts = posted.Text("ts");
        Assert.Equal("c-1", posted.GetProperty("message").Text("client_msg_id"));

        Assert.Equal("two", (await api.OkAsync("chat.update", api.Ann, ("channel", channel), ("ts", ts), ("text", "two"))).GetProperty("message").Text("text"));
        await api.OkAsync("reactions.add", api.Ann, ("channel", channel), ("timestamp", ts), ("name", ":thumbsup:"));
        Assert.Equal("already_reacted", await api.ErrorAsync("reactions.add", api.Ann, ("channel", channel), ("timestamp", ts), ("name", "thumbsup")));

        var message = await NewestAsync(channel);
        Assert.Equal(("two", ts), (message.Text("text"), message.Text("ts")));
        Assert.NotEmpty(message.GetProperty("edited").Text("ts"));
        Assert.Equal("thumbsup", message.GetProperty("reactions")[0].Text("name"));
        Assert.Equal("section", message.GetProperty("blocks")[0].Text("type"));

        await api.OkAsync("reactions.remove", api.Ann, ("channel", channel), ("timestamp", ts), ("name", "thumbsup"));
        Assert.Equal("no_reaction", await api.ErrorAsync("reactions.remove", api.Ann, ("channel", channel), ("timestamp", ts), ("name", "thumbsup")));
        Assert.Equal(ts, (await api.OkAsync("chat.delete", api.Ann, ("channel", channel), ("ts", ts))).Text("ts"));
        Assert.Equal("message_not_found", await api.ErrorAsync("chat.delete", api.Ann, ("channel", channel), ("ts", ts)));
        Assert.DoesNotContain("two", await api.TextsAsync(api.Ann, channel));
    }

    [Fact]
    public async Task Text_is_stored_escaped_and_blocks_as_they_were_sent()
    {
        const string Blocks = """[{"type":"section","block_id":"b","text":{"type":"mrkdwn","text":"a & <b>"}}]""";
        var channel = await api.NewChannelAsync(api.Ann);
        var posted = await api.OkAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", "1 & 2 &lt; <@U012ABC34>"), ("link_names", "1"), ("parse", "none"));
        Assert.Equal("1 &amp; 2 &lt; <@U012ABC34>", posted.GetProperty("message").Text("text"));
        Assert.Equal("1 &amp; 2 &lt; <@U012ABC34>", (await NewestAsync(channel)).Text("text"));

        var ts = (await api.OkAsync("chat.postMessage", api.Ann, ("channel", channel), ("blocks", Blocks), ("attachments", """[{"text":"t"}]"""))).Text("ts");
        var message = await NewestAsync(channel);
        Assert.Equal(("a &amp; &lt;b&gt;", "a & <b>"), (message.Text("text"), message.GetProperty("blocks")[0].GetProperty("text").Text("text")));
        await api.OkAsync("chat.update", api.Ann, ("channel", channel), ("ts", ts), ("text", "x < y"), ("blocks", "[]"));
        message = await NewestAsync(channel);
        Assert.Equal(("x &lt; y", "t"), (message.Text("text"), message.GetProperty("attachments")[0].Text("text")));
        Assert.False(message.TryGetProperty("blocks", out _));
        Assert.Equal("no_text", await api.ErrorAsync("chat.postMessage", api.Ann, ("channel", channel), ("blocks", "[]")));
    }

    [Fact]
    public async Task Channel_is_found_by_name_too()
    {
        var text = ProductApi.Unique("by name");
        await api.OkAsync("chat.postMessage", api.Ann, ("channel", "#general"), ("text", text));

        Assert.Contains(text, await api.TextsAsync(api.Ann, product.Demo.ChannelId("general")));
    }

    [Fact]
    public async Task Thread_is_read_parent_first_and_paged()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var parent = await api.PostAsync(api.Ann, channel, "parent");
        for (var i = 0; i < 5; i++)
        {
            await api.OkAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", $"reply {i}"), ("thread_ts", parent));
        }

        List<string> texts = [];
        string? cursor = null;
        do
        {
            var page = await api.OkAsync("conversations.replies", api.Ann, ("channel", channel), ("ts", parent), ("limit", "2"), ("cursor", cursor));
            var messages = page.GetProperty("messages").EnumerateArray().ToList();
            Assert.Equal("parent", messages[0].Text("text"));
            Assert.Equal(5, messages[0].GetProperty("reply_count").GetInt32());
            Assert.All(messages.Skip(1), m => Assert.Equal(parent, m.Text("thread_ts")));
            texts.AddRange(messages.Skip(1).Select(m => m.Text("text")));
            cursor = page.GetProperty("response_metadata").Text("next_cursor");
        }
        while (cursor.Length > 0);

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"reply {i}"), texts);
        Assert.DoesNotContain("reply 0", await api.TextsAsync(api.Ann, channel));
        Assert.Equal("thread_not_found", await api.ErrorAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", "x"), ("thread_ts", "1000000000.000000")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task History_is_paged_newest_first_without_hole_or_repeat(bool inclusive)
    {
        var channel = await api.NewChannelAsync(api.Ann);
        for (var i = 0; i < 7; i++)
        {
            await api.PostAsync(api.Ann, channel, $"m{i}");
        }

        List<string> texts = [];
        string? cursor = null;
        do
        {
            var page = await api.OkAsync(
                "conversations.history", api.Ann, ("channel", channel), ("limit", "3"), ("cursor", cursor), ("inclusive", inclusive ? "1" : "0"));
            texts.AddRange(page.GetProperty("messages").EnumerateArray().Select(m => m.Text("text")));
            cursor = page.GetProperty("response_metadata").Text("next_cursor");
            Assert.Equal(page.GetProperty("has_more").GetBoolean(), cursor.Length > 0);
        }
        while (cursor.Length > 0);

        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(i => $"m{i}"), texts.Where(t => t.StartsWith('m')));
        Assert.Equal(8, texts.Count);
    }

    [Fact]
    public async Task Members_come_and_go()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var (bob, bobId) = (api.Bob, product.Demo.Users[1].Id);
        var carolId = product.Demo.Users[2].Id;
        Assert.Equal("not_in_channel", await api.ErrorAsync("chat.postMessage", bob, ("channel", channel), ("text", "x")));
        Assert.True((await api.OkAsync("conversations.join", bob, ("channel", channel))).GetProperty("channel").GetProperty("is_member").GetBoolean());
        Assert.Equal("already_in_channel", (await api.OkAsync("conversations.join", bob, ("channel", channel))).Text("warning"));
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", carolId));
        Assert.Equal("already_in_channel", await api.ErrorAsync("conversations.invite", api.Ann, ("channel", channel), ("users", carolId)));
        Assert.Equal(3, await MembersAsync(channel));
        await api.OkAsync("conversations.kick", api.Ann, ("channel", channel), ("user", carolId));
        Assert.Equal("not_in_channel", await api.ErrorAsync("conversations.kick", api.Ann, ("channel", channel), ("user", carolId)));
        await api.OkAsync("conversations.leave", bob, ("channel", channel));
        Assert.True((await api.OkAsync("conversations.leave", bob, ("channel", channel))).GetProperty("not_in_channel").GetBoolean());
        Assert.Equal(1, await MembersAsync(channel));
        Assert.Equal("cant_leave_general", await api.ErrorAsync("conversations.leave", bob, ("channel", product.Demo.ChannelId("general"))));
        Assert.Equal("cant_invite_self", await api.ErrorAsync("conversations.invite", api.Ann, ("channel", channel), ("users", product.Demo.Users[0].Id)));
        Assert.Contains(bobId, (await api.OkAsync("conversations.history", api.Ann, ("channel", channel))).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Channel_has_every_field_that_clients_ask_for()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        Assert.Equal("a topic", (await api.OkAsync("conversations.setTopic", api.Ann, ("channel", channel), ("topic", "a topic"))).Text("topic"));
        var info = (await api.OkAsync("conversations.info", api.Ann, ("channel", channel))).GetProperty("channel");

        Assert.Equal("a topic", info.GetProperty("topic").Text("value"));
        Assert.Equal(product.Demo.Users[0].Id, info.Text("creator"));
        foreach (var field in new[] { "id", "name", "name_normalized", "purpose", "is_channel", "is_private", "is_general", "is_archived", "is_member", "created", "num_members", "last_read", "unread_count_display" })
        {
            Assert.True(info.TryGetProperty(field, out _), $"no {field}");
        }

        Assert.Equal("too_long", await api.ErrorAsync("conversations.setTopic", api.Ann, ("channel", channel), ("topic", new string('t', 251))));
        await api.OkAsync("conversations.setTopic", api.Ann, ("channel", channel), ("topic", ""));
    }

    [Fact]
    public async Task Lists_are_paged()
    {
        var mine = new[] { await api.NewChannelAsync(api.Ann), await api.NewChannelAsync(api.Ann), await api.NewChannelAsync(api.Ann, isPrivate: true) };
        var listed = await AllAsync("conversations.list", "channels", ("types", "public_channel,private_channel"));
        Assert.Superset(mine.ToHashSet(StringComparer.Ordinal), listed.ToHashSet(StringComparer.Ordinal));
        Assert.Equal(listed.Count, listed.Distinct(StringComparer.Ordinal).Count());
        var users = await AllAsync("users.list", "members");
        Assert.Superset(product.Demo.Users.Select(u => u.Id).ToHashSet(StringComparer.Ordinal), users.ToHashSet(StringComparer.Ordinal));
        Assert.All(await AllAsync("conversations.list", "channels", ("types", "im,mpim")), id => Assert.Matches("^[DG]", id));
        Assert.Equal("invalid_types", await api.ErrorAsync("conversations.list", api.Ann, ("types", "nonsense")));
    }

    [Fact]
    public async Task Unread_is_counted_and_marked()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.join", api.Bob, ("channel", channel));
        var first = await api.PostAsync(api.Ann, channel, "one");
        var last = await api.PostAsync(api.Ann, channel, "two");
        await api.OkAsync("conversations.mark", api.Bob, ("channel", channel), ("ts", first));
        Assert.Equal((first, 1), await ReadAsync());
        await api.OkAsync("conversations.mark", api.Bob, ("channel", channel), ("ts", last));
        Assert.Equal((last, 0), await ReadAsync());
        Assert.Equal("invalid_timestamp", await api.ErrorAsync("conversations.mark", api.Bob, ("channel", channel), ("ts", "soon")));

        async Task<(string, int)> ReadAsync()
        {
            var info = (await api.OkAsync("conversations.info", api.Bob, ("channel", channel))).GetProperty("channel");
            return (info.Text("last_read"), info.GetProperty("unread_count_display").GetInt32());
        }
    }

    [Fact]
    public async Task Users_and_team_are_described()
    {
        var user = (await api.OkAsync("users.info", api.Ann, ("user", product.Demo.Users[1].Id))).GetProperty("user");
        Assert.NotEmpty(user.GetProperty("profile").Text("real_name"));
        Assert.False(user.GetProperty("is_bot").GetBoolean());
        Assert.Equal("user_not_found", await api.ErrorAsync("users.info", api.Ann, ("user", "U0000000ZZ")));
        var team = (await api.OkAsync("team.info", api.Ann)).GetProperty("team");
        Assert.Equal((product.Demo.Team.Id, product.Demo.Team.Domain), (team.Text("id"), team.Text("domain")));
    }

    [Theory]
    [InlineData("rtm.connect")]
    [InlineData("rtm.start")]
    public async Task Rtm_connect_gives_a_socket(string method)
    {
        var start = await api.OkAsync(method, api.Ann);

        Assert.StartsWith($"ws://{product.BaseUrl.Authority}/rtm/", start.Text("url"), StringComparison.Ordinal);
        Assert.Equal(product.Demo.Users[0].Id, start.GetProperty("self").Text("id"));
        Assert.Equal(product.Demo.Team.Domain, start.GetProperty("team").Text("domain"));
    }

    [Fact]
    public async Task Names_of_channels_are_checked_and_unique()
    {
        var name = ProductApi.Unique("taken");
        await api.OkAsync("conversations.create", api.Ann, ("name", name));

        Assert.Equal("name_taken", await api.ErrorAsync("conversations.create", api.Ann, ("name", name)));
        Assert.Equal("invalid_name_specials", await api.ErrorAsync("conversations.create", api.Ann, ("name", "Not Good")));
        Assert.Equal("invalid_name_required", await api.ErrorAsync("conversations.create", api.Ann));
    }

    [Fact]
    public async Task Accounts_teams_bots_and_invites_are_made()
    {
        var (token, _) = await api.NewMemberAsync();
        Assert.Equal("restricted_action", await api.ErrorAsync("social.invites.create", token));
        Assert.Equal("restricted_action", await api.ErrorAsync("social.bots.create", token, ("name", "helper")));
        var domain = ProductApi.Unique("second");
        var second = await api.OkAsync("social.teams.create", token, ("name", "Second"), ("domain", domain));
        Assert.NotEqual(product.Demo.Team.Id, second.Text("team_id"));
        Assert.Equal("domain_taken", await api.ErrorAsync("social.teams.create", token, ("name", "Second"), ("domain", domain)));
        var bot = await api.OkAsync("social.bots.create", second.Text("token"), ("name", "helper"));
        Assert.StartsWith("xoxb-", bot.Text("token"), StringComparison.Ordinal);
        var general = (await api.OkAsync("conversations.list", bot.Text("token"))).GetProperty("channels")[0].Text("id");
        var posted = await api.OkAsync("chat.postMessage", bot.Text("token"), ("channel", general), ("text", "beep"), ("username", "R2"));
        Assert.Equal((bot.Text("bot_id"), "R2"), (posted.GetProperty("message").Text("bot_id"), posted.GetProperty("message").Text("username")));
        Assert.Equal("not_allowed_token_type", await api.ErrorAsync("social.teams.create", bot.Text("token"), ("name", "x"), ("domain", "x1")));
    }

    [Fact]
    public async Task Log_in_checks_the_password()
    {
        var ann = product.Demo.Users[0];

        Assert.Equal("invalid_auth", await api.ErrorAsync("social.logIn", null, ("email", ann.Email), ("password", "not the password")));
        Assert.Equal("invalid_auth", await api.ErrorAsync("social.logIn", null, ("email", "nobody@example.org"), ("password", "not the password")));
        Assert.Equal("email_taken", await api.ErrorAsync(
            "social.signUp", null, ("name", "x"), ("email", ann.Email), ("password", "a long password"), ("team_name", "x"), ("team_domain", ProductApi.Unique("dup"))));
        Assert.Equal("invalid_invite", await api.ErrorAsync(
            "social.signUp", null, ("name", "x"), ("email", "x@example.org"), ("password", "a long password"), ("invite", "nonsense")));
    }

    [Fact]
    public async Task Operator_sees_shards_and_writers_and_bumps_an_epoch()
    {
        var shards = (await api.OkAsync("ops.map", product.OperatorToken)).GetProperty("shards").EnumerateArray().ToList();
        Assert.All(shards, s => Assert.True(s.GetProperty("writable").GetBoolean()));
        Assert.NotEmpty((await api.OkAsync("ops.writes", product.OperatorToken)).GetProperty("writers").EnumerateArray());
        var epoch = (await api.OkAsync("ops.fence.bump", product.OperatorToken, ("shard", "0"), ("group", "0"))).GetProperty("epoch").GetInt32();
        Assert.True(epoch > shards.First(s => s.GetProperty("shard").GetInt32() == 0 && s.GetProperty("group").GetInt32() == 0).GetProperty("epoch").GetInt32());
        await api.PostAsync(api.Ann, product.Demo.ChannelId("general"), "after the bump");
        Assert.Equal("invalid_arguments", await api.ErrorAsync("ops.fence.bump", product.OperatorToken, ("shard", "99"), ("group", "0")));
    }

    [Fact]
    public async Task Repeats_under_a_key_are_stored_once()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var first = await api.OkAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", "once"), ("client_msg_id", "k1"));
        var second = await api.OkAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", "once"), ("client_msg_id", "k1"));

        Assert.Equal(first.Text("ts"), second.Text("ts"));
        Assert.Equal(2, (await api.TextsAsync(api.Ann, channel)).Count);
    }

    private async Task<JsonElement> NewestAsync(string channel) =>
        (await api.OkAsync("conversations.history", api.Ann, ("channel", channel), ("limit", "1"))).GetProperty("messages")[0];

    private async Task<int> MembersAsync(string channel) =>
        (await api.OkAsync("conversations.members", api.Ann, ("channel", channel))).GetProperty("members").GetArrayLength();

    private async Task<List<string>> AllAsync(string method, string list, params (string Name, string? Value)[] arguments)
    {
        List<string> ids = [];
        string? cursor = null;
        do
        {
            var page = await api.OkAsync(method, api.Ann, [.. arguments, ("limit", "2"), ("cursor", cursor)]);
            ids.AddRange(page.GetProperty(list).EnumerateArray().Select(e => e.Text("id")));
            cursor = page.GetProperty("response_metadata").Text("next_cursor");
        }
        while (cursor.Length > 0);
        return ids;
    }
}
