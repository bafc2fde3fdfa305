using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product.Roles;

/// <summary>A team with somebody of every role, another team, secrets in both, and sockets of those who must not see them.</summary>
internal sealed class RoleWorld : IAsyncDisposable
{
    /// <summary>Everybody's password.</summary>
    public const string Password = "a long password";

    private static readonly Role[] Watching = [Role.Guest, Role.OtherTeam, Role.NonMember];

    private readonly Dictionary<Role, RoleAccount> people = [];
    private readonly Dictionary<Role, TestSocket> sockets = [];
    private readonly AppEndpoint endpoint = new();
    private string invite = string.Empty;
    private string inviteAbroad = string.Empty;

    private RoleWorld(ProductApi api) => Api = api;

    public ProductApi Api { get; }

    /// <summary>Gets the team's id.</summary>
    public string Team { get; private set; } = string.Empty;

    /// <summary>Gets the owner who made the team and all channels; no role of the matrix.</summary>
    public RoleAccount Founder { get; private set; } = new("", "", "");

    /// <summary>Gets the member who is in all channels; no role of the matrix.</summary>
    public RoleAccount Author { get; private set; } = new("", "", "");

    /// <summary>Gets a member who is in no channel.</summary>
    public RoleAccount Spare { get; private set; } = new("", "", "");

    /// <summary>Gets the owner of the other team.</summary>
    public RoleAccount Stranger { get; private set; } = new("", "", "");

    /// <summary>Gets an app, its bot, its client id and secret, and a command of it.</summary>
    public (string Id, string Bot, string User, string Token, string Client, string Secret, string Command) App { get; private set; }

    /// <summary>Gets the private channel of <see cref="Canary.Few"/>.</summary>
    public string Few { get; private set; } = string.Empty;

    /// <summary>Gets where requests for an app may go.</summary>
    public string EndpointUrl => endpoint.Url;

    /// <summary>Gets a channel that the guest and the non-member are in; its last post is the end of what their sockets get.</summary>
    public string Marker { get; private set; } = string.Empty;

    public static async Task<RoleWorld> BuildAsync(ProductApi api)
    {
        var world = new RoleWorld(api);
        try
        {
            await world.PeopleAsync();
            await world.AbroadAsync();
            await world.AppsAsync();
            foreach (var role in Watching)
            {
                world.sockets[role] = await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", world.people[role].Token)).Text("url"));
            }

            await world.SecretsAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gets who has a role; null for nobody.</summary>
    public RoleAccount? Of(Role role) => people.GetValueOrDefault(role);

    /// <summary>Gets the sockets by whose they are.</summary>
    public IReadOnlyDictionary<Role, TestSocket> Sockets => sockets;

    /// <summary>Signs up a member of the team.</summary>
    public Task<RoleAccount> NewMemberAsync() => SignUpAsync(Canary.Home, ("invite", invite));

    /// <summary>Signs up an owner of the other team: of all strangers the one who may most.</summary>
    public async Task<RoleAccount> NewStrangerAsync()
    {
        var account = await SignUpAsync(Canary.Abroad, ("invite", inviteAbroad));
        await Api.OkAsync("social.members.setRole", Stranger.Token, ("user", account.User), ("role", "owner"));
        return account;
    }

    /// <summary>Gets another token of an account.</summary>
    public async Task<string> LogInAsync(RoleAccount account) =>
        (await Api.OkAsync("social.logIn", null, ("email", account.Email), ("password", Password))).Text("token");

    /// <summary>Makes an app.</summary>
    /// <returns>The whole answer.</returns>
    public Task<System.Text.Json.JsonElement> NewAppAsync(string scopes) =>
        Api.OkAsync("social.apps.create", Founder.Token, ("name", ProductApi.Unique(Canary.Home)), ("scopes", scopes));

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in sockets.Values)
        {
            await socket.DisposeAsync();
        }

        await endpoint.DisposeAsync();
    }

    private async Task PeopleAsync()
    {
        Founder = await NewTeamAsync(Canary.Home);
        Team = (await Api.OkAsync("auth.test", Founder.Token)).Text("team_id");
        invite = await InviteAsync(Founder);
        foreach (var role in new[] { Role.Revoked, Role.Deactivated, Role.Member, Role.Admin, Role.Owner, Role.NonMember, Role.PasserBy })
        {
            people[role] = await NewMemberAsync();
        }

        people[Role.Guest] = await SignUpAsync(Canary.Home, ("invite", await InviteAsync(Founder, ("role", "guest"))));
        (Author, Spare) = (await NewMemberAsync(), await NewMemberAsync());
        foreach (var (role, word) in new[] { (Role.Admin, "admin"), (Role.Owner, "owner") })
        {
            await Api.OkAsync("social.members.setRole", Founder.Token, ("user", people[role].User), ("role", word));
        }

        await Api.OkAsync("auth.revoke", people[Role.Revoked].Token);
        await Api.OkAsync("social.members.deactivate", Founder.Token, ("user", people[Role.Deactivated].User));
        await Eventually.TrueAsync("the end of the deactivated member's token", async () => await Api.ErrorAsync("auth.test", people[Role.Deactivated].Token) == "account_inactive");
    }

    private async Task AbroadAsync()
    {
        Stranger = await NewTeamAsync(Canary.Abroad);
        inviteAbroad = await InviteAsync(Stranger);
        people[Role.OtherTeam] = await NewStrangerAsync();
    }

    private async Task AppsAsync()
    {
        var made = await NewAppAsync("chat:write,commands,incoming-webhook");
        var app = made.GetProperty("app");
        App = (app.Text("id"), app.Text("bot_id"), app.Text("user_id"), made.Text("bot_token"), made.Text("client_id"), made.Text("client_secret"),
            "/" + ProductApi.Unique("role"));
        await Api.OkAsync("social.apps.commands.set", Founder.Token, ("app", App.Id), ("command", App.Command));
        await Api.OkAsync("social.apps.url.set", Founder.Token, ("app", App.Id), ("request_url", endpoint.Url));
        var without = await NewAppAsync(string.Empty);
        people[Role.BotWithoutScope] = new RoleAccount(without.Text("bot_token"), without.GetProperty("app").Text("user_id"), string.Empty);
    }

    private async Task SecretsAsync()
    {
        Marker = await Api.NewChannelAsync(Founder.Token);
        await Api.OkAsync("conversations.invite", Founder.Token, ("channel", Marker), ("users", $"{people[Role.Guest].User},{people[Role.NonMember].User}"));

        Few = (await Api.OkAsync("conversations.create", Founder.Token, ("name", ProductApi.Unique(Canary.Few)), ("is_private", "true"))).GetProperty("channel").Text("id");
        var members = new[] { Author, people[Role.Member], people[Role.Admin], people[Role.Owner] }.Select(a => a.User);
        await Api.OkAsync("conversations.invite", Founder.Token, ("channel", Few), ("users", string.Join(',', members)));
        await TellAsync(Founder.Token, Few, Canary.Few, $"<!channel> <@{people[Role.Guest].User}> <@{people[Role.NonMember].User}>");
        var pair = (await Api.OkAsync("conversations.open", Founder.Token, ("users", Author.User))).GetProperty("channel").Text("id");
        await TellAsync(Founder.Token, pair, Canary.Pair, string.Empty);

        var abroad = (await Api.OkAsync("conversations.create", Stranger.Token, ("name", ProductApi.Unique(Canary.Abroad)))).GetProperty("channel").Text("id");
        await TellAsync(Stranger.Token, abroad, Canary.Abroad, "<!channel>");
        foreach (var (owner, canary) in new[] { (Founder, Canary.Home), (Stranger, Canary.Abroad) })
        {
            await Api.OkAsync("emoji.add", owner.Token, ("name", ProductApi.Unique(canary)), ("url", "https://emoji.example/one.png"));
            await Api.OkAsync("usergroups.create", owner.Token, ("name", ProductApi.Unique(canary)));
            await Api.OkAsync("users.profile.set", owner.Token, ("profile", $$"""{"title":"{{canary}}","status_text":"{{canary}}","status_emoji":":eyes:"}"""));
        }
    }

    /// <summary>Says a word in every way that a conversation knows.</summary>
    private async Task TellAsync(string token, string channel, string canary, string mentions)
    {
        var ts = await Api.PostAsync(token, channel, $"{canary} {mentions}");
        await Api.OkAsync("chat.postMessage", token, ("channel", channel), ("thread_ts", ts), ("text", $"{canary} reply {mentions}"));
        await Api.OkAsync("chat.update", token, ("channel", channel), ("ts", ts), ("text", $"{canary} edited {mentions}"));
        await Api.OkAsync("pins.add", token, ("channel", channel), ("timestamp", ts));
        if (channel[0] != 'D')
        {
            await Api.OkAsync("conversations.setTopic", token, ("channel", channel), ("topic", canary));
            await Api.OkAsync("conversations.setPurpose", token, ("channel", channel), ("purpose", canary));
        }
    }

    private async Task<string> InviteAsync(RoleAccount owner, params (string, string?)[] more) =>
        (await Api.OkAsync("social.invites.create", owner.Token, [("max_uses", "10000"), .. more])).GetProperty("invite").Text("code");

    private Task<RoleAccount> NewTeamAsync(string canary) =>
        SignUpAsync(canary, ("team_name", ProductApi.Unique(canary)), ("team_domain", ProductApi.Unique(canary)));

    private async Task<RoleAccount> SignUpAsync(string canary, params (string, string?)[] into)
    {
        var name = ProductApi.Unique(canary);
        var email = $"{name}@example.org";
        var answer = await Api.OkAsync("social.signUp", null, [("name", name), ("email", email), ("password", Password), .. into]);
        return new RoleAccount(answer.Text("token"), answer.Text("user_id"), email);
    }
}
