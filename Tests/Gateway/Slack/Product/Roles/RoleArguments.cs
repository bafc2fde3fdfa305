namespace OrleansSocial.Tests.Gateway.Slack.Product.Roles;

/// <summary>For every method, arguments with which it succeeds for whoever may: a method that is not here fails the matrix.</summary>
internal static class RoleArguments
{
    private static readonly (string Name, string? Value)[] Bookmark = [("title", "home"), ("type", "link"), ("link", "https://home.example/")];

    /// <summary>Gets the rows, by method.</summary>
    public static IReadOnlyList<RoleCase> All { get; } =
    [
        .. new[] { OfMessages(), OfConversations(), OfPeople(), OfTeams(), OfAccounts(), OfApps() }.SelectMany(c => c).OrderBy(c => c.Method, StringComparer.Ordinal),
    ];

    private static IEnumerable<RoleCase> OfMessages() =>
    [
        Of("bookmarks.add", async b => [("channel_id", (await b.TargetAsync()).Channel), .. Bookmark]),
        Of("bookmarks.edit", async b => [.. await BookmarkAsync(b), ("title", "changed")]),
        Of("bookmarks.list", async b => [("channel_id", (await b.TargetAsync()).Channel)]),
        Of("bookmarks.remove", BookmarkAsync),
        Message("chat.delete", "ts", b => b.TargetAsync(), "another's"),
        Message("chat.delete", "ts", b => b.OwnMessageAsync(), "one's own"),
        Message("chat.getPermalink", "message_ts", b => b.TargetAsync()),
        Channel("chat.meMessage", ("text", "waves")),
        Of("chat.postEphemeral", async b => [("channel", (await b.TargetAsync()).Channel), ("user", b.World.Author.User), ("text", "psst")]),
        Channel("chat.postMessage", ("text", "hello")),
        Message("chat.update", "ts", b => b.TargetAsync(), "another's", ("text", "changed")),
        Message("chat.update", "ts", b => b.OwnMessageAsync(), "one's own", ("text", "changed")),
        Message("pins.add", "timestamp", b => b.TargetAsync()),
        Channel("pins.list"),
        Message("pins.remove", "timestamp", async b =>
        {
            var at = await b.FreshAsync();
            await b.FounderAsync("pins.add", ("channel", at.Channel), ("timestamp", at.Ts));
            return at;
        }),
        Message("reactions.add", "timestamp", b => b.TargetAsync(), "", ("name", "eyes")),
        Message("reactions.get", "timestamp", b => b.TargetAsync()),
        Message(
            "reactions.remove",
            "timestamp",
            async b =>
            {
                var at = await b.FreshAsync();
                await b.TryAsync("reactions.add", ("channel", at.Channel), ("timestamp", at.Ts), ("name", "eyes"));
                return at;
            },
            "",
            ("name", "eyes")),
        Message("subscriptions.thread.add", "thread_ts", b => b.TargetAsync()),
        Message("subscriptions.thread.get", "thread_ts", b => b.TargetAsync()),
        Of("subscriptions.thread.mark", async b => await b.TargetAsync() is var (channel, ts) ? [("channel", channel), ("thread_ts", ts), ("ts", ts)] : []),
        Message("subscriptions.thread.remove", "thread_ts", b => b.TargetAsync()),
    ];

    private static IEnumerable<RoleCase> OfConversations() =>
    [
        Plain("client.counts"),
        Plain("client.userBoot"),
        Channel("conversations.archive"),
        Of("conversations.close", async b => [("channel", await b.DirectAsync())]),
        Of("conversations.create", _ => Fresh("name")),
        Channel("conversations.history"),
        Channel("conversations.info"),
        Of("conversations.invite", async b => [("channel", (await b.TargetAsync()).Channel), ("users", b.World.Spare.User)]),
        Of("conversations.join", async b => [("channel", await b.OutsideAsync())]),
        Of("conversations.kick", async b => [("channel", (await b.TargetAsync()).Channel), ("user", b.World.Author.User)]),
        Channel("conversations.leave"),
        Plain("conversations.list", ("types", "public_channel,private_channel,im,mpim"), ("limit", "1000")),
        Message("conversations.mark", "ts", b => b.TargetAsync()),
        Channel("conversations.members"),
        Of("conversations.open", b => Task.FromResult<(string, string?)[]>([("users", b.World.Spare.User)])),
        Of("conversations.rename", async b => [("channel", (await b.TargetAsync()).Channel), ("name", ProductApi.Unique("renamed"))]),
        Message("conversations.replies", "ts", b => b.TargetAsync()),
        Channel("conversations.setPurpose", ("purpose", "to be of use")),
        Channel("conversations.setTopic", ("topic", "tea")),
        Of("conversations.unarchive", async b =>
        {
            var (channel, _) = await b.FreshAsync();
            await b.FounderAsync("conversations.archive", ("channel", channel));
            return [("channel", channel)];
        }),
        Of("im.open", b => Task.FromResult<(string, string?)[]>([("user", b.World.Spare.User)])),
        Plain("rtm.connect"),
        Plain("rtm.start"),
        Plain("social.boot"),
        Plain("users.conversations", ("types", "public_channel,private_channel,im,mpim"), ("limit", "999")),
    ];

    private static IEnumerable<RoleCase> OfPeople() =>
    [
        Of("dnd.endSnooze", async b =>
        {
            await b.TryAsync("dnd.setSnooze", ("num_minutes", "5"));
            return [];
        }),
        Member("dnd.info"),
        Plain("dnd.setSnooze", ("num_minutes", "5")),
        Of("social.members.deactivate", async b => [("user", await b.NewMemberAsync())]),
        Of("social.members.deactivate", async b => [("user", await b.NewMemberAsync("admin"))], "an admin"),
        Of("social.members.reactivate", async b => [("user", await b.NewMemberAsync(active: false))]),
        Of("social.members.setRole", async b => [("user", await b.NewMemberAsync()), ("role", "guest")], "to guest"),
        Of("social.members.setRole", async b => [("user", await b.NewMemberAsync()), ("role", "admin")], "to admin"),
        Plain("social.users.changes"),
        Member("users.getPresence"),
        Member("users.info"),
        Plain("users.list"),
        Of("users.lookupByEmail", b => Task.FromResult<(string, string?)[]>([("email", b.World.Author.Email)])),
        Plain("users.prefs.get"),
        Plain("users.prefs.set", ("name", "emoji_mode"), ("value", "default")),
        Member("users.profile.get"),
        Plain("users.profile.set", ("profile", """{"pronouns":"they"}""")),
        Of("users.profile.set", async b => [("user", await b.NewMemberAsync()), ("profile", """{"pronouns":"they"}""")], "another's"),
        Plain("users.deletePhoto"),
        Of("users.deletePhoto", async b => [("user", await b.NewMemberAsync())], "another's"),

        // A form holds no file: whoever may gets as far as the picture.
        Plain("users.setPhoto", ("image", "no picture")),
        Plain("users.setPresence", ("presence", "auto")),
    ];

    private static IEnumerable<RoleCase> OfTeams() =>
    [
        Of("emoji.add", _ => Fresh("name", ("url", "https://emoji.example/two.png"))),
        Plain("emoji.list"),
        Of("emoji.remove", async b =>
        {
            var name = ProductApi.Unique(Canary.Home);
            await b.FounderAsync("emoji.add", ("name", name), ("url", "https://emoji.example/two.png"));
            return [("name", name)];
        }, "another's"),
        Plain("ops.fence.bump", ("shard", "0"), ("group", "0")),
        Plain("ops.map"),
        Plain("ops.writes"),
        Plain("social.audit.list"),
        Of("team.info", b => Task.FromResult<(string, string?)[]>([("team", b.World.Team)])),
        Plain("team.profile.get"),
        Of("usergroups.create", _ => Fresh("name")),
        Of("usergroups.disable", async b => [("usergroup", await b.GroupAsync())]),
        Of("usergroups.enable", async b => [("usergroup", await b.GroupAsync(enabled: false))]),
        Plain("usergroups.list", ("include_users", "true"), ("include_disabled", "true")),
        Of("usergroups.update", async b => [("usergroup", await b.GroupAsync()), ("description", "changed")]),
        Of("usergroups.users.list", async b => [("usergroup", await b.GroupAsync())]),
        Of("usergroups.users.update", async b => [("usergroup", await b.GroupAsync()), ("users", b.World.Author.User)]),
    ];

    private static IEnumerable<RoleCase> OfAccounts() =>
    [
        Plain("api.test"),
        Plain("auth.revoke", ("test", "1")),
        Plain("auth.test"),
        Plain("social.invites.create"),
        Plain("social.invites.list"),
        Of("social.invites.revoke", async b =>
        {
            var code = (await b.FounderAsync("social.invites.create")).GetProperty("invite").Text("code");
            return [("invite", OrleansSocial.Grains.Interfaces.Accounts.TokenIds.Of(code))];
        }),
        Of("social.logIn", b => Task.FromResult<(string, string?)[]>([("email", b.World.Author.Email), ("password", RoleWorld.Password)])),
        Plain("social.logOut", ("test", "1")),
        Plain("social.password.change", ("current", RoleWorld.Password), ("password", RoleWorld.Password)),
        Plain("social.sessions.list"),
        Of("social.sessions.revoke", async b => [("session", await b.SessionAsync())]),
        Of("social.signUp", async b =>
        {
            var code = (await b.FounderAsync("social.invites.create")).GetProperty("invite").Text("code");
            var name = ProductApi.Unique(Canary.Home);
            return [("name", name), ("email", $"{name}@example.org"), ("password", RoleWorld.Password), ("invite", code)];
        }),
        Of("social.teams.create", _ => Fresh("domain", ("name", "one more"))),
    ];

    private static IEnumerable<RoleCase> OfApps() =>
    [
        Plain("apps.connections.open"),
        Of("bots.info", b => Task.FromResult<(string, string?)[]>([("bot", b.World.App.Bot)])),
        Of("oauth.v2.access", async b =>
        {
            var code = (await b.FounderAsync("social.apps.authorize", ("client_id", b.World.App.Client))).Text("code");
            return [("client_id", b.World.App.Client), ("client_secret", b.World.App.Secret), ("code", code)];
        }),
        Message("social.actions.report", "message_ts", b => b.ButtonAsync(), "", ("action_id", "yes")),
        Of("social.apps.authorize", b => Task.FromResult<(string, string?)[]>([("client_id", b.World.App.Client)])),
        Of("social.apps.commands.set", b => Fresh("command", "/role", ("app", b.World.App.Id))),
        Of("social.apps.create", _ => Fresh("name")),
        Plain("social.apps.list"),
        Of("social.apps.redirects.set", b => Task.FromResult<(string, string?)[]>([("app", b.World.App.Id), ("redirect_uris", "https://app.example/")])),
        Of("social.apps.remove", async b => [("app", (await b.World.NewAppAsync("chat:write")).GetProperty("app").Text("id"))]),
        Of("social.apps.url.set", b => Task.FromResult<(string, string?)[]>([("app", b.World.App.Id), ("request_url", b.World.EndpointUrl)])),
        Of("social.bots.create", _ => Fresh("name")),
        Channel("social.commands.run", b => [("command", b.World.App.Command)]),
        Channel("social.webhooks.create", b => [("app", b.World.App.Id)]),
    ];

    private static async Task<(string Name, string? Value)[]> BookmarkAsync(RoleBench bench)
    {
        var (channel, _) = await bench.FreshAsync();
        var made = await bench.FounderAsync("bookmarks.add", [("channel_id", channel), .. Bookmark]);
        return [("channel_id", channel), ("bookmark_id", made.GetProperty("bookmark").Text("id"))];
    }

    private static RoleCase Of(string method, Func<RoleBench, Task<(string Name, string? Value)[]>> arguments, string note = "") => new(method, note, arguments);

    private static RoleCase Plain(string method, params (string Name, string? Value)[] arguments) => Of(method, _ => Task.FromResult(arguments));

    private static RoleCase Member(string method) => Of(method, b => Task.FromResult<(string, string?)[]>([("user", b.World.Author.User)]));

    private static RoleCase Channel(string method, params (string Name, string? Value)[] more) => Channel(method, _ => more);

    private static RoleCase Channel(string method, Func<RoleBench, (string Name, string? Value)[]> more) =>
        Of(method, async b => [("channel", (await b.TargetAsync()).Channel), .. more(b)]);

    private static RoleCase Message(
        string method, string tsName, Func<RoleBench, Task<(string Channel, string Ts)>> target, string note = "", params (string Name, string? Value)[] more) => Of(
        method,
        async b => await target(b) is var (channel, ts) ? [("channel", channel), (tsName, ts), .. more] : [],
        note);

    private static Task<(string Name, string? Value)[]> Fresh(string name, params (string Name, string? Value)[] more) => Fresh(name, "role", more);

    private static Task<(string Name, string? Value)[]> Fresh(string name, string prefix, params (string Name, string? Value)[] more) =>
        Task.FromResult<(string, string?)[]>([(name, ProductApi.Unique(prefix)), .. more]);
}
