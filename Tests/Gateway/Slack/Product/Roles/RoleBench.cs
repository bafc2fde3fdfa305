using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Tests.Gateway.Slack.Product.Roles;

/// <summary>
/// Makes what the calls of one role act on. Who is in the channels gets fresh ones, so that the order of the calls does not matter; who is
/// not can change nothing, and all of these calls name one channel, which must be the same afterwards.
/// </summary>
internal sealed class RoleBench(RoleWorld world, Role role)
{
    /// <summary>A token may ask for 20 channels a minute that its team does not have.</summary>
    private const int CallsOfAStranger = 12;

    private readonly ProductApi api = world.Api;
    private string founder = string.Empty;
    private string author = string.Empty;
    private string? token = world.Of(role)?.Token;
    private int calls;
    private (string Channel, string Ts)? still;
    private string before = string.Empty;

    public RoleWorld World { get; } = world;

    public Role Role { get; } = role;

    /// <summary>Gets the founder's token of this bench: each token has rates of its own.</summary>
    public string Founder => founder;

    /// <summary>Gets the role's account, or the author's for who has none that counts.</summary>
    private RoleAccount Self => Canary.IsAtHome(Role) && Role != Role.BotWithoutScope ? World.Of(Role)! : World.Author;

    /// <summary>Gets ready.</summary>
    public async Task BeginAsync()
    {
        (founder, author) = (await World.LogInAsync(World.Founder), await World.LogInAsync(World.Author));
        if (!Canary.IsInside(Role))
        {
            still = await FreshAsync();
            before = await LookAsync();
        }
    }

    /// <summary>Gets the token for the next call.</summary>
    public async Task<string?> TokenAsync()
    {
        if (Role == Role.OtherTeam && ++calls % CallsOfAStranger == 0)
        {
            token = (await World.NewStrangerAsync()).Token;
        }

        return token;
    }

    /// <summary>Checks that the channel that was not to be reached is as it was.</summary>
    public async Task EndAsync()
    {
        if (still is not null)
        {
            Assert.Equal((Role, before), (Role, await LookAsync()));
        }
    }

    /// <summary>Gets a channel with a message of the author's in it.</summary>
    public async Task<(string Channel, string Ts)> TargetAsync() => still ?? await FreshAsync();

    /// <summary>Makes a channel with a message of the author's in it.</summary>
    public async Task<(string Channel, string Ts)> FreshAsync(bool isOpen = false)
    {
        isOpen |= Role is Role.PasserBy or Role.OtherTeam;
        var name = ProductApi.Unique(isOpen ? "open" : Canary.Of(Role));
        var channel = (await api.OkAsync("conversations.create", founder, ("name", name), ("is_private", isOpen ? "false" : "true"))).GetProperty("channel").Text("id");
        string[] members = Canary.IsInside(Role) ? [World.Author.User, World.Of(Role)!.User] : [World.Author.User];
        await api.OkAsync("conversations.invite", founder, ("channel", channel), ("users", string.Join(',', members)));
        return (channel, await api.PostAsync(author, channel, Canary.Of(Role)));
    }

    /// <summary>Makes a public channel that the caller is not in; a private one for who is to be kept out of those.</summary>
    public async Task<string> OutsideAsync()
    {
        var isPrivate = Role == Role.NonMember ? "true" : "false";
        return (await api.OkAsync("conversations.create", founder, ("name", ProductApi.Unique("open")), ("is_private", isPrivate))).GetProperty("channel").Text("id");
    }

    /// <summary>Makes a message of the caller's own, if they can write.</summary>
    public async Task<(string Channel, string Ts)> OwnMessageAsync()
    {
        var (channel, ts) = await TargetAsync();
        var (_, body) = await api.CallAsync("chat.postMessage", token, ("channel", channel), ("text", Canary.Of(Role)));
        return (channel, body.TryGetProperty("ts", out var own) ? own.GetString()! : ts);
    }

    /// <summary>Gets the direct conversation of caller and founder; of founder and author for who is not at home or not in.</summary>
    public async Task<string> DirectAsync()
    {
        var other = Canary.IsInside(Role) ? World.Of(Role)! : World.Author;
        return (await api.OkAsync("conversations.open", founder, ("users", other.User))).GetProperty("channel").Text("id");
    }

    /// <summary>Does something as the caller, who may not be allowed to.</summary>
    public Task TryAsync(string method, params (string, string?)[] arguments) => api.CallAsync(method, token, arguments);

    /// <summary>Does something as the founder.</summary>
    public Task<System.Text.Json.JsonElement> FounderAsync(string method, params (string, string?)[] arguments) => api.OkAsync(method, founder, arguments);

    /// <summary>Makes a member of the team, of whatever role.</summary>
    public async Task<string> NewMemberAsync(string word = "member", bool active = true)
    {
        var user = (await World.NewMemberAsync()).User;
        if (word is not "member")
        {
            await FounderAsync("social.members.setRole", ("user", user), ("role", word));
        }

        if (!active)
        {
            await FounderAsync("social.members.deactivate", ("user", user));
        }

        return user;
    }

    /// <summary>Makes a session of the caller's.</summary>
    public async Task<string> SessionAsync() => TokenIds.Of(await World.LogInAsync(Self));

    /// <summary>Makes a user group.</summary>
    public async Task<string> GroupAsync(bool enabled = true)
    {
        var group = (await FounderAsync("usergroups.create", ("name", ProductApi.Unique(Canary.Home)))).GetProperty("usergroup").Text("id");
        if (!enabled)
        {
            await FounderAsync("usergroups.disable", ("usergroup", group));
        }

        return group;
    }

    /// <summary>Makes a message of the app with a button.</summary>
    public async Task<(string Channel, string Ts)> ButtonAsync()
    {
        const string Blocks = """[{"type":"actions","elements":[{"type":"button","action_id":"yes","text":{"type":"plain_text","text":"Yes"}}]}]""";
        var (channel, _) = await FreshAsync();
        await FounderAsync("conversations.invite", ("channel", channel), ("users", World.App.User));
        var posted = await api.OkAsync("chat.postMessage", World.App.Token, ("channel", channel), ("text", Canary.Of(Role)), ("blocks", Blocks));
        return (channel, posted.Text("ts"));
    }

    private async Task<string> LookAsync()
    {
        var channel = still!.Value.Channel;
        var history = await FounderAsync("conversations.history", ("channel", channel));
        var info = await FounderAsync("conversations.info", ("channel", channel));
        return $"{history}{info.GetProperty("channel")}{await FounderAsync("conversations.members", ("channel", channel))}{await FounderAsync("pins.list", ("channel", channel))}{await FounderAsync("bookmarks.list", ("channel_id", channel))}";
    }
}
