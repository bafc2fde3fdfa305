using System.Text.Json;
using OrleansSocial.Benchmarks.Crowds;

namespace OrleansSocial.Benchmarks.Mix;

/// <summary>What people do and how often, after the action mix that Mattermost publishes with its load test (mattermost-load-test-ng, simulcontroller).</summary>
internal sealed class MixActions(Crowd crowd)
{
    private const string PageSize = "30";
    private const int HttpShare = 2;
    private static readonly string[] _emoji = ["thumbsup", "heart", "eyes", "tada", "rocket", "smile", "wave", "fire"];

    /// <summary>Gets all of them; the weights add up to 100.</summary>
    public IReadOnlyList<MixAction> All =>
    [
        new("switch channel", 42, SwitchChannel),
        new("scroll history", 13, ScrollHistory),
        new("unread check", 6.5, (m, t) => crowd.Api.Call("client.counts", m.Token, t)),
        new("post", 6.5, Post),
        new("open direct message", 6.4, OpenDirect),
        new("read thread", 6, ReadThread),
        new("reply in thread", 2, Reply),
        new("react", 4, React),
        new("edit", 1.7, Edit),
        new("reconnect", 0.9, Reconnect),
        new("look at a channel", 4, (m, t) => crowd.Api.Call("conversations.info", m.Token, t, ("channel", m.Channel().Id))),
        new("look at a member", 4, (m, t) => crowd.Api.Call("users.info", m.Token, t, ("user", Other(m).Id))),
        new("list a channel's members", 2, (m, t) => crowd.Api.Call("conversations.members", m.Token, t, ("channel", m.Channel().Id), ("limit", PageSize))),
        new("ask for presence", 1, (m, t) => crowd.Api.Call("users.getPresence", m.Token, t, ("user", Other(m).Id))),
    ];

    private static CrowdMember Other(CrowdMember member)
    {
        var others = member.Team.Members;
        var drawn = others[member.Random.Next(others.Count)];
        return drawn == member ? others[(others.IndexOf(drawn) + 1) % others.Count] : drawn;
    }

    private static string? LastTs(JsonElement history, Index which)
    {
        var messages = history.GetProperty("messages");
        return messages.GetArrayLength() == 0 ? null : messages[which.GetOffset(messages.GetArrayLength())].GetProperty("ts").GetString();
    }

    private async Task SwitchChannel(CrowdMember member, CancellationToken cancellationToken)
    {
        var channel = member.Channel().Id;
        var page = await crowd.Api.Call("conversations.history", member.Token, cancellationToken, ("channel", channel), ("limit", PageSize));
        if (LastTs(page, 0) is { } newest)
        {
            await crowd.Api.Call("conversations.mark", member.Token, cancellationToken, ("channel", channel), ("ts", newest));
        }
    }

    private async Task ScrollHistory(CrowdMember member, CancellationToken cancellationToken)
    {
        var channel = member.Channel().Id;
        var page = await crowd.Api.Call("conversations.history", member.Token, cancellationToken, ("channel", channel), ("limit", PageSize));
        if (LastTs(page, ^1) is { } oldest)
        {
            await crowd.Api.Call("conversations.history", member.Token, cancellationToken, ("channel", channel), ("limit", PageSize), ("latest", oldest));
        }
    }

    private async Task Post(CrowdMember member, CancellationToken cancellationToken)
    {
        var channel = member.Channel();
        member.Socket!.Type(channel.Id);
        if (member.Random.Next(HttpShare) == 0)
        {
            Remember(member, channel, await crowd.Api.Call("chat.postMessage", member.Token, cancellationToken, ("channel", channel.Id), ("text", Crowd.Text(member))));
            return;
        }

        var acknowledged = await member.Socket.Post(channel.Id, Crowd.Text(member), cancellationToken);
        if (!acknowledged.Ok || acknowledged.Ts is null)
        {
            throw new CrowdRefusedException("a post over the socket", "refused", null);
        }

        channel.Remember(acknowledged.Ts);
        member.LastPost = (channel, acknowledged.Ts);
    }

    private async Task OpenDirect(CrowdMember member, CancellationToken cancellationToken)
    {
        var opened = await crowd.Api.Call("conversations.open", member.Token, cancellationToken, ("users", Other(member).Id));
        var id = opened.GetProperty("channel").GetProperty("id").GetString()!;
        await crowd.Api.Call("conversations.history", member.Token, cancellationToken, ("channel", id), ("limit", PageSize));
    }

    private async Task ReadThread(CrowdMember member, CancellationToken cancellationToken)
    {
        var channel = member.Channel();
        if (channel.Draw(member.Random) is { } ts)
        {
            await crowd.Api.Call("conversations.replies", member.Token, cancellationToken, ("channel", channel.Id), ("ts", ts), ("limit", PageSize));
        }
    }

    private async Task Reply(CrowdMember member, CancellationToken cancellationToken)
    {
        var channel = member.Channel();
        if (channel.Draw(member.Random) is { } ts)
        {
            await crowd.Api.Call("chat.postMessage", member.Token, cancellationToken, ("channel", channel.Id), ("thread_ts", ts), ("text", Crowd.Text(member)));
        }
    }

    private async Task React(CrowdMember member, CancellationToken cancellationToken)
    {
        var channel = member.Channel();
        if (channel.Draw(member.Random) is { } ts)
        {
            try
            {
                await crowd.Api.Call(
                    "reactions.add", member.Token, cancellationToken, ("channel", channel.Id), ("timestamp", ts), ("name", _emoji[member.Random.Next(_emoji.Length)]));
            }
            catch (CrowdRefusedException e) when (e.Error == "already_reacted")
            {
                // By chance the same again: that is an answer, not a failure.
            }
        }
    }

    private async Task Edit(CrowdMember member, CancellationToken cancellationToken)
    {
        if (member.LastPost is { } last)
        {
            await crowd.Api.Call("chat.update", member.Token, cancellationToken, ("channel", last.Channel.Id), ("ts", last.Ts), ("text", "edited " + CrowdTeam.MarkOf(member.Team.Number)));
            return;
        }

        var channel = member.Channel();
        Remember(member, channel, await crowd.Api.Call("chat.postMessage", member.Token, cancellationToken, ("channel", channel.Id), ("text", Crowd.Text(member))));
    }

    private async Task Reconnect(CrowdMember member, CancellationToken cancellationToken)
    {
        await member.Socket!.DisposeAsync();
        var socket = await crowd.Connect(member, "social.boot", isSampled: false, cancellationToken);
        await socket.PresenceAnswered.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
    }

    private static void Remember(CrowdMember member, CrowdChannel channel, JsonElement stored)
    {
        var ts = stored.GetProperty("ts").GetString()!;
        channel.Remember(ts);
        member.LastPost = (channel, ts);
    }
}
