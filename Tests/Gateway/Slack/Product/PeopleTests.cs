using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Roles, guests, deactivation, sessions, passwords, invites and the audit.</summary>
[Collection(ProductCollection.Name)]
public sealed class PeopleTests(ProductFixture product) : IDisposable
{
    private const string Password = "a long password";
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Only_owners_make_admins_and_only_admins_make_guests()
    {
        var (owner, ownerId, _) = await api.NewTeamAsync();
        var (one, oneId) = await JoinAsync(owner);
        var (two, twoId) = await JoinAsync(owner);
        Assert.Equal("restricted_action", await RoleAsync(one, twoId, "guest"));
        Assert.Null(await RoleAsync(owner, oneId, "admin"));
        Assert.Null(await RoleAsync(one, twoId, "guest"));
        Assert.Equal("restricted_action", await RoleAsync(one, twoId, "admin"));
        Assert.Equal("restricted_action", await RoleAsync(one, ownerId, "member"));
        Assert.Equal("restricted_action", await RoleAsync(owner, ownerId, "member"));
        Assert.Equal("invalid_role", await RoleAsync(owner, oneId, "king"));
        Assert.Equal("user_not_found", await RoleAsync(owner, "USLACKBOT", "member"));
        Assert.True((await api.OkAsync("users.info", two, ("user", twoId))).GetProperty("user").GetProperty("is_restricted").GetBoolean());

        var audit = (await api.OkAsync("social.audit.list", owner, ("limit", "2"))).GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal(["member.role Guest", "member.role Admin"], audit.Select(e => $"{e.Text("action")} {e.Text("detail")}"));
        Assert.Equal((oneId, twoId), (audit[0].Text("actor"), audit[0].Text("target")));
        Assert.Equal("restricted_action", await api.ErrorAsync("social.audit.list", two));
    }

    [Fact]
    public async Task Who_made_the_team_is_its_one_primary_owner()
    {
        var (founder, founderId, _) = await api.NewTeamAsync();
        var (second, secondId) = await JoinAsync(founder);
        using var socket = await RtmClient.OpenAsync(api, second);
        Assert.Null(await RoleAsync(founder, secondId, "owner"));
        Assert.Equal([founderId], await PrimaryOwnersAsync());
        Assert.False((await ChangedAsync(secondId)).GetProperty("is_primary_owner").GetBoolean());
        await api.OkAsync("users.profile.set", founder, ("name", "title"), ("value", "Founder"));
        Assert.True((await ChangedAsync(founderId)).GetProperty("is_primary_owner").GetBoolean());

        // Who is an owner no more is not the primary one either.
        Assert.Null(await RoleAsync(second, founderId, "admin"));
        Assert.Empty(await PrimaryOwnersAsync());
        Assert.Null(await RoleAsync(second, founderId, "owner"));
        Assert.Equal([founderId], await PrimaryOwnersAsync());

        async Task<JsonElement> ChangedAsync(string user) =>
            (await socket.FrameAsync("the change", f => TestSocket.Is(f, "user_change") && f.GetProperty("user").Text("id") == user)).GetProperty("user");

        async Task<IEnumerable<string>> PrimaryOwnersAsync() =>
            (await api.OkAsync("users.list", second)).GetProperty("members").EnumerateArray().Where(m => m.GetProperty("is_primary_owner").GetBoolean()).Select(m => m.Text("id"));
    }

    [Fact]
    public async Task A_guest_sees_the_channels_of_the_invite_and_no_others()
    {
        var (owner, _, _) = await api.NewTeamAsync();
        var (invited, other) = (await api.NewChannelAsync(owner), await api.NewChannelAsync(owner));
        var (guest, _) = await JoinAsync(owner, ("role", "guest"), ("channels", invited));
        var listed = (await api.OkAsync("conversations.list", guest, ("limit", "999"))).GetProperty("channels").EnumerateArray().Select(c => c.Text("id"));
        Assert.Equal([invited], listed);
        await api.PostAsync(guest, invited, "hello");
        await HearsOfNoChannelAsync(guest, other);
        var (otherName, invitedName) = (await NameAsync(owner, other), await NameAsync(owner, invited));
        var linked = await api.OkAsync("chat.postMessage", guest, ("channel", invited), ("text", $"#{otherName} #{invitedName}"), ("link_names", "true"));
        Assert.Equal($"#{otherName} <#{invited}>", linked.GetProperty("message").Text("text"));
        var handle = ProductApi.Unique("group");
        await api.OkAsync("usergroups.create", owner, ("name", handle), ("handle", handle), ("channels", $"{other},{invited}"));
        Assert.Equal([invited], await GroupChannelsAsync(guest));
        Assert.Equal([other, invited], await GroupChannelsAsync(owner));
        using (var socket = await RtmClient.OpenAsync(api, guest))
        {
            var made = await api.NewChannelAsync(owner);
            await api.OkAsync("conversations.rename", owner, ("channel", made), ("name", ProductApi.Unique("layoffs")));
            await api.OkAsync("conversations.archive", owner, ("channel", made));
            await JoinAsync(owner);
            await socket.FrameAsync("what all of the team are told", f => TestSocket.Is(f, "team_join"));
            var second = ProductApi.Unique("group");
            await api.OkAsync("usergroups.create", owner, ("name", second), ("handle", second), ("channels", made));
            await socket.FrameAsync("the group", f => TestSocket.Is(f, "subteam_created") && f.GetProperty("subteam").Text("handle") == second);
            Assert.DoesNotContain(socket.Frames, f => f.ToString().Contains(made, StringComparison.Ordinal));
            await socket.SendAsync(new { id = 1, type = "message", channel = other, text = "hello" });
            var refused = await socket.FrameAsync("the answer", f => f.TryGetProperty("reply_to", out _));
            Assert.Equal("channel_not_found", refused.GetProperty("error").Text("msg"));
        }

        Assert.Equal("restricted_action", await api.ErrorAsync("conversations.invite", guest, ("channel", invited), ("users", (await JoinAsync(owner)).User)));
        Assert.Equal("restricted_action", await api.ErrorAsync("conversations.create", guest, ("name", ProductApi.Unique("guest"))));
        Assert.Equal("restricted_action", await api.ErrorAsync("social.invites.create", guest));
        Assert.Equal("invalid_role", await api.ErrorAsync("social.invites.create", owner, ("role", "admin")));
        Assert.Equal("channel_not_found", await api.ErrorAsync("social.invites.create", owner, ("role", "guest"), ("channels", "C0000000000")));

        // An archived one is hidden as well.
        await api.OkAsync("conversations.archive", owner, ("channel", other));
        await HearsOfNoChannelAsync(guest, other);
    }

    [Fact]
    public async Task Who_becomes_a_guest_hears_of_channels_no_more_from_that_moment_on()
    {
        var (owner, _, _) = await api.NewTeamAsync();
        var (member, memberId) = await JoinAsync(owner);
        using var socket = await RtmClient.OpenAsync(api, member);
        var before = await api.NewChannelAsync(owner);
        Assert.Null(await RoleAsync(owner, memberId, "guest"));
        var between = await api.NewChannelAsync(owner);
        Assert.Null(await RoleAsync(owner, memberId, "member"));
        var after = await api.NewChannelAsync(owner);

        await socket.FrameAsync("a channel made for a member", f => Tells(f, after));
        Assert.Contains(socket.Frames, f => Tells(f, before));
        Assert.DoesNotContain(socket.Frames, f => f.ToString().Contains(between, StringComparison.Ordinal));

        static bool Tells(JsonElement frame, string channel) =>
            TestSocket.Is(frame, "channel_created") && frame.GetProperty("channel").Text("id") == channel;
    }

    [Fact]
    public async Task A_guest_who_becomes_a_member_is_in_the_general_channel()
    {
        var (owner, _, _) = await api.NewTeamAsync();
        var (token, user, email) = await JoinWithEmailAsync(owner, ("role", "guest"));
        Assert.DoesNotContain("general", await ChannelsAsync(token));
        Assert.Null(await RoleAsync(owner, user, "member"));
        Assert.Contains("general", await ChannelsAsync(token));

        var (still, stillId, other) = await JoinWithEmailAsync(owner, ("role", "guest"));
        Assert.Null(await RoleAsync(owner, stillId, "guest"));
        await LogInAsync(other);
        Assert.DoesNotContain("general", await ChannelsAsync(still));
        Assert.Contains("general", await ChannelsAsync(await LogInAsync(email)));

        async Task<string> LogInAsync(string address) =>
            (await api.OkAsync("social.logIn", null, ("email", address), ("password", Password))).Text("token");

        async Task<List<string>> ChannelsAsync(string of) =>
            [.. (await api.OkAsync("conversations.list", of)).GetProperty("channels").EnumerateArray().Where(c => c.GetProperty("is_member").GetBoolean()).Select(c => c.Text("name"))];
    }

    [Fact]
    public async Task A_deactivated_member_is_out_within_5_seconds_and_comes_back()
    {
        var (owner, ownerId, _) = await api.NewTeamAsync();
        var (member, memberId, email) = await JoinWithEmailAsync(owner);
        await using var socket = await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", member)).Text("url"));
        Assert.Equal("restricted_action", await api.ErrorAsync("social.members.deactivate", member, ("user", ownerId)));
        Assert.Equal("restricted_action", await api.ErrorAsync("social.members.deactivate", owner, ("user", ownerId)));
        await api.OkAsync("social.members.deactivate", owner, ("user", memberId));
        await socket.UntilAsync("the close", s => s.CloseCode is not null, TimeSpan.FromSeconds(6));
        await Eventually.TrueAsync("the word for who was deactivated", async () => await api.ErrorAsync("auth.test", member) == "account_inactive");
        Assert.Equal("account_inactive", await api.ErrorAsync("social.logIn", null, ("email", email), ("password", Password)));
        Assert.True((await api.OkAsync("users.info", owner, ("user", memberId))).GetProperty("user").GetProperty("deleted").GetBoolean());
        Assert.Equal("user_not_found", await api.ErrorAsync("conversations.open", owner, ("users", memberId)));

        await api.OkAsync("social.members.reactivate", owner, ("user", memberId));
        var again = (await api.OkAsync("social.logIn", null, ("email", email), ("password", Password))).Text("token");
        await api.OkAsync("auth.test", again);
        Assert.Equal("user_not_found", await api.ErrorAsync("social.members.deactivate", owner, ("user", "U00NOBODY00")));
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_and_a_new_password_ends_the_others()
    {
        var (owner, _, _) = await api.NewTeamAsync();
        var (first, _, email) = await JoinWithEmailAsync(owner);
        var second = (await api.OkAsync("social.logIn", null, ("email", email), ("password", Password))).Text("token");
        var third = (await api.OkAsync("social.logIn", null, ("email", email), ("password", Password))).Text("token");
        var sessions = await SessionsAsync(first);
        Assert.Equal(3, sessions.Count);
        var foreign = (await SessionsAsync(owner))[0].Text("id");
        Assert.Equal("not_found", await api.ErrorAsync("social.sessions.revoke", first, ("session", foreign)));
        var ended = (await SessionsAsync(second)).Single(s => s.GetProperty("is_current").GetBoolean()).Text("id");
        await api.OkAsync("social.sessions.revoke", first, ("session", ended));
        Assert.Equal("token_revoked", await api.ErrorAsync("auth.test", second));

        Assert.Equal("invalid_auth", await api.ErrorAsync("social.password.change", first, ("current", "wrong password"), ("password", "another long password")));
        Assert.Equal("invalid_password", await api.ErrorAsync("social.password.change", first, ("current", Password), ("password", "short")));
        await api.OkAsync("social.password.change", first, ("current", Password), ("password", "another long password"));
        await api.OkAsync("auth.test", first);
        await Eventually.TrueAsync("the other session ends", async () => await api.ErrorAsync("auth.test", third) == "token_revoked");
        Assert.Equal("invalid_auth", await api.ErrorAsync("social.logIn", null, ("email", email), ("password", Password)));
        await api.OkAsync("social.logIn", null, ("email", email), ("password", "another long password"));
    }

    [Fact]
    public async Task A_revoked_or_used_up_invite_lets_nobody_in()
    {
        var (owner, _, _) = await api.NewTeamAsync();
        var code = (await api.OkAsync("social.invites.create", owner, ("max_uses", "1"))).GetProperty("invite").Text("code");
        var listed = (await api.OkAsync("social.invites.list", owner)).GetProperty("invites").EnumerateArray().Single();
        Assert.Equal(("member", 1, 0), (listed.Text("role"), listed.GetProperty("max_uses").GetInt32(), listed.GetProperty("uses").GetInt32()));
        Assert.DoesNotContain(code, listed.ToString(), StringComparison.Ordinal);
        await api.OkAsync("social.invites.revoke", owner, ("invite", listed.Text("id")));
        Assert.Equal("not_found", await api.ErrorAsync("social.invites.revoke", owner, ("invite", listed.Text("id"))));
        Assert.Equal("invalid_invite", await SignUpErrorAsync(code));

        code = (await api.OkAsync("social.invites.create", owner, ("max_uses", "1"))).GetProperty("invite").Text("code");
        Assert.Null(await SignUpErrorAsync(code));
        Assert.Equal("invalid_invite", await SignUpErrorAsync(code));
        Assert.Empty((await api.OkAsync("social.invites.list", owner)).GetProperty("invites").EnumerateArray());
    }

    private Task<string?> RoleAsync(string token, string user, string role) => api.ErrorAsync("social.members.setRole", token, ("user", user), ("role", role));

    private async Task<List<JsonElement>> SessionsAsync(string token) =>
        [.. (await api.OkAsync("social.sessions.list", token)).GetProperty("sessions").EnumerateArray()];

    private async Task<string?> SignUpErrorAsync(string invite)
    {
        var name = ProductApi.Unique("invited");
        return await api.ErrorAsync("social.signUp", null, ("name", name), ("email", $"{name}@example.org"), ("password", Password), ("invite", invite));
    }

    private async Task<(string Token, string User)> JoinAsync(string owner, params (string, string?)[] invite)
    {
        var (token, user, _) = await JoinWithEmailAsync(owner, invite);
        return (token, user);
    }

    private async Task<(string Token, string User, string Email)> JoinWithEmailAsync(string owner, params (string, string?)[] invite)
    {
        var code = (await api.OkAsync("social.invites.create", owner, invite)).GetProperty("invite").Text("code");
        var name = ProductApi.Unique("member");
        var email = $"{name}@example.org";
        var answer = await api.OkAsync("social.signUp", null, ("name", name), ("email", email), ("password", Password), ("invite", code));
        return (answer.Text("token"), answer.Text("user_id"), email);
    }

    private async Task HearsOfNoChannelAsync(string guest, string channel)
    {
        (string Method, (string, string)[] More)[] calls =
        [
            ("conversations.info", []), ("conversations.join", []), ("conversations.leave", []), ("conversations.members", []), ("conversations.history", []),
            ("conversations.archive", []), ("conversations.unarchive", []), ("conversations.rename", [("name", ProductApi.Unique("other"))]),
            ("conversations.setTopic", [("topic", "t")]), ("conversations.mark", [("ts", "1700000000.000002")]), ("conversations.kick", [("user", "U0000000000")]),
            ("conversations.invite", [("users", "U0000000000")]), ("pins.list", []), ("chat.postMessage", [("text", "hello")]),
            ("chat.meMessage", [("text", "hello")]), ("chat.postEphemeral", [("text", "hello"), ("user", "U0000000000")]),
            ("chat.delete", [("ts", "1700000000.000002")]), ("reactions.add", [("timestamp", "1700000000.000002"), ("name", "thumbsup")]),
        ];
        foreach (var (method, more) in calls)
        {
            var answer = await api.ErrorAsync(method, guest, [("channel", channel), .. more]);
            Assert.True(answer is "channel_not_found", $"{method}: {answer}");
        }

        Assert.Equal("channel_not_found", await api.ErrorAsync("bookmarks.list", guest, ("channel_id", channel)));
    }

    private async Task<string> NameAsync(string token, string channel) =>
        (await api.OkAsync("conversations.info", token, ("channel", channel))).GetProperty("channel").Text("name");

    private async Task<IEnumerable<string>> GroupChannelsAsync(string token) =>
        (await api.OkAsync("usergroups.list", token)).GetProperty("usergroups")[0].GetProperty("prefs").GetProperty("channels").EnumerateArray().Select(c => c.GetString()!);
}
