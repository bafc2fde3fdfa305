using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Apps: who may make them, what their scopes allow, and that nothing of a removed one goes on.</summary>
[Collection(ProductCollection.Name)]
public sealed class AppTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Only_admins_make_list_and_remove_apps_and_the_audit_tells()
    {
        var (owner, _, _) = await api.NewTeamAsync();
        var app = await api.NewAppAsync(owner, "chat:write");
        var (stranger, _, _) = await api.NewTeamAsync();
        var (member, _) = await api.NewMemberAsync();
        foreach (var (method, name) in new[] { ("social.apps.create", "name"), ("social.apps.list", "app"), ("social.apps.remove", "app") })
        {
            Assert.Equal("restricted_action", await api.ErrorAsync(method, member, (name, "x")));
            Assert.Equal("not_allowed_token_type", await api.ErrorAsync(method, app.BotToken, (name, "x")));
            Assert.Equal("not_allowed_token_type", await api.ErrorAsync(method, app.AppToken, (name, "x")));
        }

        Assert.Equal("not_found", await api.ErrorAsync("social.apps.remove", stranger, ("app", app.Id)));
        var listed = (await api.OkAsync("social.apps.list", owner)).GetProperty("apps").EnumerateArray().Single();
        Assert.Equal((app.Id, app.User), (listed.Text("id"), listed.Text("user_id")));
        Assert.DoesNotContain(app.BotToken, listed.ToString(), StringComparison.Ordinal);
        Assert.Equal("user_is_app", await api.ErrorAsync("social.members.deactivate", owner, ("user", app.User)));
        await api.OkAsync("social.apps.remove", owner, ("app", app.Id));
        Assert.Empty((await api.OkAsync("social.apps.list", owner)).GetProperty("apps").EnumerateArray());
        var actions = (await api.OkAsync("social.audit.list", owner)).GetProperty("entries").EnumerateArray().Select(e => e.Text("action"));
        Assert.Equal(["app.remove", "member.deactivate", "app.create"], actions.Take(3));
    }

    [Fact]
    public async Task A_bot_without_the_scope_is_told_which_and_what_it_has()
    {
        var app = await api.NewAppAsync(api.Ann, "channels:history,channels:read,users:read");
        var (open, closed) = (await api.NewChannelAsync(api.Ann), await api.NewChannelAsync(api.Ann, isPrivate: true));
        await api.OkAsync("conversations.invite", api.Ann, ("channel", open), ("users", app.User));
        await api.OkAsync("conversations.invite", api.Ann, ("channel", closed), ("users", app.User));

        using var response = await api.SendAsync("chat.postMessage", app.BotToken, ("channel", open), ("text", "no"));
        Assert.Equal(["channels:history,channels:read,users:read"], response.Headers.GetValues("X-OAuth-Scopes"));
        Assert.Equal(["chat:write"], response.Headers.GetValues("X-Accepted-OAuth-Scopes"));
        var refused = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(
            ("missing_scope", "chat:write", "channels:history,channels:read,users:read"),
            (refused.Text("error"), refused.Text("needed"), refused.Text("provided")));

        await api.OkAsync("conversations.history", app.BotToken, ("channel", open));
        await api.OkAsync("auth.test", app.BotToken);
        await api.OkAsync("users.info", app.BotToken, ("user", app.User));
        foreach (var (method, channel, needed) in new[]
        {
            ("conversations.history", closed, "groups:history"), ("conversations.info", closed, "groups:read"),
            ("reactions.add", open, "reactions:write"), ("conversations.setTopic", open, "channels:manage"), ("conversations.join", open, "channels:join"),
        })
        {
            var (_, body) = await api.CallAsync(method, app.BotToken, ("channel", channel), ("name", "eyes"), ("timestamp", "1700000000.000100"), ("topic", "t"));
            Assert.Equal((method, "missing_scope", needed), (method, body.Text("error"), body.Text("needed")));
        }

        Assert.Equal("missing_scope", await api.ErrorAsync("conversations.list", app.BotToken, ("types", "private_channel")));
        var listed = (await api.OkAsync("users.conversations", app.BotToken, ("types", "public_channel,private_channel"))).ToString();
        Assert.Contains(open, listed, StringComparison.Ordinal);
        Assert.DoesNotContain(closed, listed, StringComparison.Ordinal);
        Assert.Equal("not_allowed_token_type", await api.ErrorAsync("rtm.connect", app.BotToken));
        Assert.Equal("not_allowed_token_type", await api.ErrorAsync("auth.test", app.AppToken));
        var simple = (await api.OkAsync("social.bots.create", api.Ann, ("name", "simple"))).Text("token");
        await api.OkAsync("conversations.list", simple, ("types", "private_channel"));
    }

    [Fact]
    public async Task Scopes_and_events_are_checked()
    {
        Assert.Equal("invalid_scope", await api.ErrorAsync("social.apps.create", api.Ann, ("name", "x"), ("scopes", "No Scope")));
        Assert.Equal("invalid_event", await api.ErrorAsync("social.apps.create", api.Ann, ("name", "x"), ("events", "weather")));
        Assert.Equal("invalid_name", await api.ErrorAsync("social.apps.create", api.Ann, ("name", "")));
        var (_, body) = await api.CallAsync("social.apps.create", api.Ann, ("name", "x"), ("scopes", "chat:write"), ("events", "message.im"));
        Assert.Equal(("missing_scope", "im:history"), (body.Text("error"), body.Text("needed")));
        var many = string.Join(',', Enumerable.Range(0, 51).Select(i => $"s:{(char)('a' + (i / 26))}{(char)('a' + (i % 26))}"));
        Assert.Equal("invalid_scope", await api.ErrorAsync("social.apps.create", api.Ann, ("name", "x"), ("scopes", many)));
        Assert.Null(await api.ErrorAsync("social.apps.create", api.Ann, ("name", "x"), ("scopes", many[..many.LastIndexOf(',')])));
    }

    [Fact]
    public async Task A_removed_app_is_refused_within_5_seconds()
    {
        var app = await api.NewAppAsync(api.Ann, "chat:write");
        await api.OkAsync("auth.test", app.BotToken);
        await api.OkAsync("social.apps.remove", api.Ann, ("app", app.Id));
        await Eventually.TrueAsync("the bot's token ends", async () => await api.ErrorAsync("auth.test", app.BotToken) == "token_revoked", TimeSpan.FromSeconds(5));
        Assert.True((await api.OkAsync("users.info", api.Ann, ("user", app.User))).GetProperty("user").GetProperty("deleted").GetBoolean());
        Assert.Equal("not_found", await api.ErrorAsync("social.apps.remove", api.Ann, ("app", app.Id)));
    }
}
