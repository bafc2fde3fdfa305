using System.Text.Json;

namespace OrleansSocial.Tests.Gateway.Slack.Product.Replay;

/// <summary>One of everything, so that each kind of frame comes in each run.</summary>
internal sealed class ReplayTour(ReplayActor actor, ProductApi api)
{
    private const int Owner = 0;
    private const int Member = 1;
    private const int Admin = 2;

    public async Task RunAsync()
    {
        await ChannelAsync(isPrivate: false);
        await ChannelAsync(isPrivate: true);
        await DirectAsync([Admin]);
        await DirectAsync([Owner, Admin]);
        await OfTheTeamAsync();
        await OfTheMemberAsync();
    }

    private async Task ChannelAsync(bool isPrivate)
    {
        var id = (await DoneAsync("conversations.create", Admin, ("name", ProductApi.Unique("tour")), ("is_private", isPrivate ? "true" : "false"))).GetProperty("channel").Text("id");
        (string, string?) at = ("channel", id);
        await DoneAsync("conversations.invite", Admin, at, ("users", actor.Members[Member].User));
        var ts = await PostAsync(Admin, at, $"for <@{actor.Members[Member].User}>");
        await DoneAsync("chat.update", Admin, at, ("ts", ts), ("text", "for nobody"));
        await DoneAsync("chat.update", Admin, at, ("ts", ts), ("text", $"for <!subteam^{actor.Group}|@crew>"));
        await DoneAsync("chat.meMessage", Admin, at, ("text", "waves"));
        await DoneAsync("reactions.add", Admin, at, ("timestamp", ts), ("name", "eyes"));
        await DoneAsync("reactions.remove", Admin, at, ("timestamp", ts), ("name", "eyes"));
        await DoneAsync("pins.add", Admin, at, ("timestamp", ts));
        await DoneAsync("pins.remove", Admin, at, ("timestamp", ts));
        await PostAsync(Member, at, "in the thread", ("thread_ts", ts));
        await PostAsync(Admin, at, "for all", ("thread_ts", ts), ("reply_broadcast", "true"));
        await DoneAsync("conversations.mark", Member, at, ("ts", ts));
        await DoneAsync("conversations.setTopic", Admin, at, ("topic", "what it is about"));
        await DoneAsync("conversations.setPurpose", Admin, at, ("purpose", "what it is for"));
        await DoneAsync("conversations.rename", Admin, at, ("name", ProductApi.Unique("toured")));
        await DoneAsync("chat.postEphemeral", Admin, at, ("user", actor.Members[Member].User), ("text", "for you"));
        await DoneAsync("conversations.archive", Admin, at);
        await DoneAsync("conversations.unarchive", Admin, at);
        var newest = await PostAsync(Admin, at, "soon gone");
        await DoneAsync("chat.delete", Admin, at, ("ts", newest));
        await TombstonesAsync(at);
        await DoneAsync("conversations.kick", Admin, at, ("user", actor.Members[Member].User));
        await PostAsync(Admin, at, "not for those who are away");
        await DoneAsync("conversations.invite", Admin, at, ("users", actor.Members[Member].User));
        await DoneAsync("conversations.leave", Member, at);

        var app = await api.NewAppAsync(actor.Members[Owner].Token, "chat:write,chat:write.customize,channels:read,groups:read");
        await DoneAsync("conversations.invite", Admin, at, ("users", app.User));
        await api.OkAsync("chat.postMessage", app.BotToken, at, ("text", "<!here>"), ("username", "Tea"));
    }

    // Both parents are newest in history when they are deleted; one is left, the other goes with its reply.
    private async Task TombstonesAsync((string, string?) at)
    {
        foreach (var goes in (bool[])[false, true])
        {
            var parent = await PostAsync(Admin, at, $"for <@{actor.Members[Member].User}>");
            var reply = await PostAsync(Admin, at, "a reply", ("thread_ts", parent));
            await DoneAsync("chat.delete", Admin, at, ("ts", parent));
            if (goes)
            {
                await DoneAsync("chat.delete", Admin, at, ("ts", reply));
            }
        }
    }

    private async Task DirectAsync(int[] others)
    {
        var users = string.Join(',', others.Select(o => actor.Members[o].User));
        (string, string?) at = ("channel", (await DoneAsync("conversations.open", Member, ("users", users))).GetProperty("channel").Text("id"));
        var ts = await PostAsync(Admin, at, "one");
        await DoneAsync("conversations.mark", Member, at, ("ts", ts));
        await DoneAsync("conversations.close", Member, at);
        await DoneAsync("conversations.open", Member, at);
        await DoneAsync("conversations.close", Member, at);
        var again = await PostAsync(Admin, at, "two");
        await DoneAsync("chat.delete", Admin, at, ("ts", again));
    }

    private async Task OfTheTeamAsync()
    {
        await actor.NewMemberAsync("member", actor.Channels[0].Id);
        var emoji = ProductApi.Unique("emoji");
        await DoneAsync("emoji.add", Member, ("name", emoji), ("url", "https://example.org/x.png"));
        await DoneAsync("emoji.remove", Admin, ("name", emoji));
        await DoneAsync("usergroups.create", Owner, ("name", "others"), ("handle", "others"));
        await DoneAsync("usergroups.users.update", Owner, ("usergroup", actor.Group), ("users", $"{actor.Members[Member].User},{actor.Members[Admin].User}"));
        await DoneAsync("social.members.deactivate", Owner, ("user", actor.Members[^1].User));
        await DoneAsync("social.members.reactivate", Owner, ("user", actor.Members[^1].User));
        await DoneAsync("users.profile.set", Admin, ("profile", "{\"status_text\":\"away\"}"));
    }

    private async Task OfTheMemberAsync()
    {
        await DoneAsync("users.profile.set", Member, ("profile", "{\"title\":\"tester\"}"));
        await DoneAsync("users.prefs.set", Member, ("name", "muted_channels"), ("value", $"{actor.Channels[0].Id},{actor.Channels[1].Id}"));
        await DoneAsync("dnd.setSnooze", Member, ("num_minutes", "60"));
        await DoneAsync("dnd.endSnooze", Member);
        await DoneAsync("users.setPresence", Member, ("presence", "away"));
        await DoneAsync("users.setPresence", Member, ("presence", "auto"));
    }

    private async Task<string> PostAsync(int member, (string, string?) at, string text, params (string, string?)[] more) =>
        (await DoneAsync("chat.postMessage", member, [at, ("text", text), .. more])).Text("ts");

    private Task<JsonElement> DoneAsync(string method, int member, params (string Name, string? Value)[] arguments) =>
        api.OkAsync(method, actor.Members[member].Token, arguments);
}
