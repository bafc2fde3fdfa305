using System.Globalization;
using System.Net;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product.Replay;

/// <summary>A team of its own whose members do things at random, over the public API, one after the other.</summary>
internal sealed class ReplayActor
{
    private const int ChannelsMax = 12;

    private readonly ProductApi api;
    private readonly Random random;
    private readonly List<(string Token, string User)> members = [];
    private readonly List<ReplayChannel> channels = [];
    private readonly List<(int Weight, Func<int, ReplayChannel, Task> Do)> actions;
    private string group = string.Empty;
    private int steps;

    private ReplayActor(ProductApi api, int seed)
    {
        (this.api, random) = (api, new Random(seed));
        actions =
        [
            (12, PostAsync), (6, ReplyAsync), (4, EditAsync), (4, DeleteAsync), (6, MarkAsync), (2, ReactAsync), (2, PinAsync), (3, JoinAsync), (3, LeaveAsync),
            (3, InviteAsync), (2, KickAsync), (2, (m, c) => SetAsync("conversations.setTopic", "topic", m, c)), (2, RenameAsync), (2, ArchiveAsync),
            (1, (m, c) => SetAsync("conversations.setPurpose", "purpose", m, c)), (2, (m, _) => NewChannelAsync(m, random.Next(2) == 0)), (2, (m, _) => OpenAsync(m)),
            (2, CloseAsync), (3, MuteAsync), (2, (m, _) => ProfileAsync(m)), (2, (_, _) => GroupAsync()), (2, ThreadAsync), (1, EphemeralAsync),
            (1, (_, _) => RoleAsync()), (1, MeAsync),
        ];
    }

    /// <summary>Gets a member, an admin and a guest, who watch; they act like the others.</summary>
    public IReadOnlyList<(string Token, string User)> Observers => members[1..4];

    public IReadOnlyList<(string Token, string User)> Members => members;

    public IReadOnlyList<ReplayChannel> Channels => channels;

    public string Group => group;

    public static async Task<ReplayActor> SetUpAsync(ProductApi api, int seed)
    {
        var actor = new ReplayActor(api, seed);
        var (owner, user, _) = await api.NewTeamAsync();
        actor.members.Add((owner, user));
        var first = await actor.NewChannelAsync(0, isPrivate: false);
        foreach (var role in (string[])["member", "member", "guest", "member"])
        {
            await actor.NewMemberAsync(role, first!.Id);
        }

        await api.OkAsync("social.members.setRole", owner, ("user", actor.members[2].User), ("role", "admin"));
        actor.group = (await api.OkAsync("usergroups.create", owner, ("name", "crew"), ("handle", "crew"))).GetProperty("usergroup").Text("id");
        var hidden = await actor.NewChannelAsync(0, isPrivate: true);
        foreach (var member in Enumerable.Range(1, 3))
        {
            await actor.CallAsync("conversations.invite", 0, ("channel", hidden!.Id), ("users", actor.members[member].User));
            hidden.Members.Add(member);
        }

        return actor;
    }

    /// <summary>Does so many things.</summary>
    /// <param name="count">How many.</param>
    /// <param name="sockets">The observers, who then post over their sockets too; null while one of them is away.</param>
    public async Task RunAsync(int count, IReadOnlyList<ReplayObserver>? sockets = null)
    {
        var all = actions.Sum(a => a.Weight);
        for (var i = 0; i < count; i++)
        {
            steps++;
            var (member, at) = (random.Next(members.Count), random.Next(all));
            var mine = channels.Where(c => c.Members.Contains(member)).ToList();
            var channel = mine.Count > 0 && random.Next(5) > 0 ? mine[random.Next(mine.Count)] : channels[random.Next(channels.Count)];
            if (sockets is not null && member is >= 1 and <= 3 && random.Next(6) == 0)
            {
                await sockets[member - 1].PostAsync(channel.Id, TextOf());
                continue;
            }

            foreach (var (weight, act) in actions)
            {
                at -= weight;
                if (at < 0)
                {
                    await act(member, channel);
                    break;
                }
            }
        }
    }

    /// <summary>Calls a method; what the state refuses is no failure, as the run is random.</summary>
    public async Task<JsonElement> CallAsync(string method, int member, params (string Name, string? Value)[] arguments)
    {
        JsonElement body = default;
        await Eventually.TrueAsync($"{method} within the rate limit", async () =>
        {
            (var status, body) = await api.CallAsync(method, members[member].Token, arguments);
            return status != HttpStatusCode.TooManyRequests;
        });
        return body;
    }

    public async Task<bool> IsDoneAsync(string method, int member, params (string Name, string? Value)[] arguments) =>
        (await CallAsync(method, member, arguments)).GetProperty("ok").GetBoolean();

    /// <summary>Adds a member of a role, who is in one channel.</summary>
    public async Task NewMemberAsync(string role, string channel)
    {
        var invite = await api.OkAsync("social.invites.create", members[0].Token, ("role", role), ("channels", channel));
        var name = ProductApi.Unique("person");
        var answer = await api.OkAsync(
            "social.signUp", null, ("name", name), ("email", $"{name}@example.org"), ("password", "a long password"), ("invite", invite.GetProperty("invite").Text("code")));
        members.Add((answer.Text("token"), answer.Text("user_id")));
        channels.Single(c => c.Id == channel).Members.Add(members.Count - 1);
    }

    public async Task<ReplayChannel?> NewChannelAsync(int member, bool isPrivate)
    {
        if (channels.Count >= ChannelsMax)
        {
            return null;
        }

        var made = await CallAsync("conversations.create", member, ("name", ProductApi.Unique("replay")), ("is_private", isPrivate ? "true" : "false"));
        return made.TryGetProperty("channel", out var channel) ? Known(channel.Text("id"), isDirect: false, [member]) : null;
    }

    public async Task<ReplayChannel?> OpenAsync(int member, params int[] others)
    {
        if (others.Length == 0)
        {
            others = [.. Enumerable.Range(0, members.Count).Where(m => m != member).OrderBy(_ => random.Next()).Take(1 + random.Next(2))];
        }

        var opened = await CallAsync("conversations.open", member, ("users", string.Join(',', others.Select(o => members[o].User))));
        return opened.TryGetProperty("channel", out var channel) ? Known(channel.Text("id"), isDirect: true, [member, .. others]) : null;
    }

    public async Task PostAsync(int member, ReplayChannel channel)
    {
        var answer = await CallAsync("chat.postMessage", member, ("channel", channel.Id), ("text", TextOf()));
        if (answer.GetProperty("ok").GetBoolean())
        {
            channel.Messages.Add((answer.Text("ts"), member));
        }
    }

    public async Task ReplyAsync(int member, ReplayChannel channel)
    {
        if (Any(channel.Messages) is not { Ts: { } parent })
        {
            await PostAsync(member, channel);
            return;
        }

        var answer = await CallAsync(
            "chat.postMessage", member, ("channel", channel.Id), ("thread_ts", parent), ("text", TextOf()), ("reply_broadcast", random.Next(2) == 0 ? "true" : "false"));
        if (answer.GetProperty("ok").GetBoolean())
        {
            channel.Replies.Add((answer.Text("ts"), parent, member));
        }
    }

    private static readonly string[] Roles = ["guest", "member", "admin"];

    private ReplayChannel Known(string id, bool isDirect, IEnumerable<int> its)
    {
        var channel = channels.SingleOrDefault(c => c.Id == id);
        if (channel is null)
        {
            channel = new ReplayChannel(id, isDirect);
            channels.Add(channel);
        }

        channel.Members.UnionWith(its);
        return channel;
    }

    private (string Ts, int Author)? Any(List<(string Ts, int Author)> messages) => messages.Count == 0 ? null : messages[random.Next(messages.Count)];

    private string TextOf()
    {
        var (one, other) = (members[random.Next(members.Count)].User, members[random.Next(members.Count)].User);
        var text = random.Next(8) switch
        {
            0 => $"for <@{one}>",
            1 => $"for <!here> and <@{one}>",
            2 => $"for <!subteam^{group}|@crew>",
            3 => $"for <@{one}|somebody> and <@{other}>",
            4 => "for <!channel>",
            _ => "for nobody",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{steps} {text}");
    }

    /// <summary>A message or reply of somebody's own, mostly; sometimes another's.</summary>
    private string? Some(int member, ReplayChannel channel)
    {
        var all = channel.Messages.Concat(channel.Replies.Select(r => (r.Ts, r.Author))).ToList();
        var own = all.Where(m => m.Author == member).ToList();
        var from = own.Count > 0 && random.Next(4) > 0 ? own : all;
        return from.Count == 0 ? null : from[random.Next(from.Count)].Ts;
    }

    private Task EditAsync(int member, ReplayChannel channel) => Some(member, channel) is { } ts
        ? CallAsync("chat.update", member, ("channel", channel.Id), ("ts", ts), ("text", TextOf()))
        : PostAsync(member, channel);

    private async Task DeleteAsync(int member, ReplayChannel channel)
    {
        // The newest, often: what is newest then is what a client cannot know.
        var newest = channel.Messages.LastOrDefault();
        var ts = newest.Ts is not null && newest.Author == member && random.Next(2) == 0 ? newest.Ts : Some(member, channel);
        if (ts is not null && await IsDoneAsync("chat.delete", member, ("channel", channel.Id), ("ts", ts)))
        {
            channel.Messages.RemoveAll(m => m.Ts == ts);
            channel.Replies.RemoveAll(m => m.Ts == ts);
        }
    }

    private Task MarkAsync(int member, ReplayChannel channel) => (random.Next(2) == 0 ? channel.Messages.LastOrDefault() : Any(channel.Messages)) is { Ts: { } ts }
        ? CallAsync("conversations.mark", member, ("channel", channel.Id), ("ts", ts))
        : PostAsync(member, channel);

    private async Task ReactAsync(int member, ReplayChannel channel)
    {
        if (Some(member, channel) is { } ts)
        {
            await CallAsync(random.Next(3) == 0 ? "reactions.remove" : "reactions.add", member, ("channel", channel.Id), ("timestamp", ts), ("name", "eyes"));
        }
    }

    private async Task PinAsync(int member, ReplayChannel channel)
    {
        if (Some(member, channel) is { } ts)
        {
            await CallAsync(random.Next(3) == 0 ? "pins.remove" : "pins.add", member, ("channel", channel.Id), ("timestamp", ts));
        }
    }

    private async Task JoinAsync(int member, ReplayChannel channel)
    {
        if (await IsDoneAsync("conversations.join", member, ("channel", channel.Id)))
        {
            channel.Members.Add(member);
        }
    }

    private async Task LeaveAsync(int member, ReplayChannel channel)
    {
        if (await IsDoneAsync("conversations.leave", member, ("channel", channel.Id)))
        {
            channel.Members.Remove(member);
        }
    }

    private async Task InviteAsync(int member, ReplayChannel channel)
    {
        var other = random.Next(members.Count);
        if (await IsDoneAsync("conversations.invite", member, ("channel", channel.Id), ("users", members[other].User)))
        {
            channel.Members.Add(other);
        }
    }

    private async Task KickAsync(int member, ReplayChannel channel)
    {
        var other = random.Next(1, members.Count);
        if (await IsDoneAsync("conversations.kick", member, ("channel", channel.Id), ("user", members[other].User)))
        {
            channel.Members.Remove(other);
        }
    }

    private Task SetAsync(string method, string argument, int member, ReplayChannel channel) =>
        CallAsync(method, member, ("channel", channel.Id), (argument, TextOf()));

    private Task RenameAsync(int member, ReplayChannel channel) =>
        CallAsync("conversations.rename", random.Next(2) == 0 ? 0 : member, ("channel", channel.Id), ("name", ProductApi.Unique("renamed")));

    // What is archived is opened again soon: else the run ends with nothing to do.
    private async Task ArchiveAsync(int member, ReplayChannel channel)
    {
        if (!channel.IsDirect && await IsDoneAsync("conversations.archive", member, ("channel", channel.Id)))
        {
            await RunAsync(2);
            await CallAsync("conversations.unarchive", member, ("channel", channel.Id));
        }
    }

    private async Task CloseAsync(int member, ReplayChannel channel)
    {
        var direct = channels.Where(c => c.IsDirect && c.Members.Contains(member)).ToList();
        if (direct.Count > 0)
        {
            await CallAsync("conversations.close", member, ("channel", direct[random.Next(direct.Count)].Id));
        }
    }

    private Task MuteAsync(int member, ReplayChannel channel)
    {
        var some = channels.Where(c => c == channel || random.Next(4) == 0).Select(c => c.Id);
        return CallAsync("users.prefs.set", member, ("name", "muted_channels"), ("value", random.Next(3) == 0 ? string.Empty : string.Join(',', some)));
    }

    private Task ProfileAsync(int member) => CallAsync("users.profile.set", member, ("profile", JsonSerializer.Serialize(new { status_text = TextOf() })));

    private Task GroupAsync() => random.Next(4) switch
    {
        0 => CallAsync(random.Next(2) == 0 ? "usergroups.disable" : "usergroups.enable", 0, ("usergroup", group)),
        _ => CallAsync(
            "usergroups.users.update", 0, ("usergroup", group),
            ("users", string.Join(',', members.Where((_, i) => i == 0 || random.Next(2) == 0).Select(m => m.User)))),
    };

    private async Task ThreadAsync(int member, ReplayChannel channel)
    {
        if (channel.Replies.Count > 0)
        {
            var (ts, parent, _) = channel.Replies[random.Next(channel.Replies.Count)];
            (string, string?)[] at = [("channel", channel.Id), ("thread_ts", parent)];
            await (random.Next(4) switch
            {
                0 => CallAsync("subscriptions.thread.add", member, at),
                1 => CallAsync("subscriptions.thread.remove", member, at),
                _ => CallAsync("subscriptions.thread.mark", member, [.. at, ("ts", ts)]),
            });
        }
    }

    private Task EphemeralAsync(int member, ReplayChannel channel) => CallAsync(
        "chat.postEphemeral", member, ("channel", channel.Id), ("user", members[random.Next(members.Count)].User), ("text", TextOf()));

    private Task RoleAsync() => CallAsync("social.members.setRole", 0, ("user", members[4].User), ("role", Roles[random.Next(Roles.Length)]));

    private Task MeAsync(int member, ReplayChannel channel) => CallAsync("chat.meMessage", member, ("channel", channel.Id), ("text", TextOf()));
}
