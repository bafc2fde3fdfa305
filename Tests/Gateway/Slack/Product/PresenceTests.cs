using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Presence by subscription, and typing: to those who asked, or share the channel, and to nobody else.</summary>
[Collection(ProductCollection.Name)]
public sealed class PresenceTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Who_subscribed_sees_others_come_and_go()
    {
        var (ann, _) = await api.NewMemberAsync();
        var (bob, bobId) = await api.NewMemberAsync();
        await using var watcher = await OpenAsync(ann);
        await watcher.SendAsync($$"""{"type":"presence_sub","ids":["{{bobId}}"]}""");
        Assert.Equal("away", (await watcher.WaitAsync("the first state", f => IsPresence(f, bobId))).Text("presence"));
        Assert.Equal("away", (await api.OkAsync("users.getPresence", ann, ("user", bobId))).Text("presence"));

        var socket = await OpenAsync(bob);
        await watcher.UntilAsync("bob comes", s => States(s, bobId).SequenceEqual(["away", "active"]));
        await api.OkAsync("users.setPresence", bob, ("presence", "away"));
        await socket.WaitAsync("manual_presence_change", f => TestSocket.Is(f, "manual_presence_change") && f.Text("presence") == "away");
        await watcher.UntilAsync("bob looks away", s => States(s, bobId).SequenceEqual(["away", "active", "away"]));
        var own = await api.OkAsync("users.getPresence", bob);
        Assert.Equal((true, true), (own.GetProperty("online").GetBoolean(), own.GetProperty("manual_away").GetBoolean()));
        await api.OkAsync("users.setPresence", bob, ("presence", "auto"));
        await watcher.UntilAsync("bob is back", s => States(s, bobId).Count == 4);
        await socket.DisposeAsync();
        await watcher.UntilAsync("bob is gone", s => States(s, bobId).SequenceEqual(["away", "active", "away", "active", "away"]));
        Assert.Equal("invalid_presence", await api.ErrorAsync("users.setPresence", bob, ("presence", "asleep")));
        Assert.Equal("user_not_found", await api.ErrorAsync("users.getPresence", ann, ("user", "U00NOBODY00")));
    }

    [Fact]
    public async Task A_client_that_takes_many_gets_them_in_one_frame_and_nobody_gets_what_they_did_not_ask_for()
    {
        var members = new[] { await api.NewMemberAsync(), await api.NewMemberAsync(), await api.NewMemberAsync() };
        await using var plain = await OpenAsync(members[0].Token);
        var url = (await api.OkAsync("rtm.connect", members[1].Token, ("batch_presence_aware", "1"))).Text("url");
        await using var watcher = await TestSocket.OpenAsync(url);
        await Eventually.TrueAsync("both are there", async () => await PresenceAsync(members[0].User) == "active" && await PresenceAsync(members[1].User) == "active");
        await watcher.SendAsync($$"""{"type":"presence_sub","ids":["{{members[0].User}}","{{members[1].User}}","{{members[2].User}}"]}""");
        var frame = await watcher.WaitAsync("the active ones", f => TestSocket.Is(f, "presence_change") && f.Text("presence") == "active");
        Assert.Equal(
            new[] { members[0].User, members[1].User }.Order(StringComparer.Ordinal),
            frame.GetProperty("users").EnumerateArray().Select(u => u.GetString()!).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(plain.Frames, f => TestSocket.Is(f, "presence_change"));
        var (stranger, strangerId, _) = await api.NewTeamAsync();
        await using var foreign = await OpenAsync(stranger);
        await foreign.SendAsync($$"""{"type":"presence_sub","ids":["{{members[0].User}}","{{strangerId}}"]}""");
        await foreign.WaitAsync("their own", f => IsPresence(f, strangerId) && f.Text("presence") == "active");
        Assert.DoesNotContain(foreign.Frames, f => IsPresence(f, members[0].User) && f.Text("presence") == "active");
    }

    [Fact]
    public async Task Typing_is_seen_by_the_others_in_the_channel_and_not_too_often()
    {
        var (ann, annId) = await api.NewMemberAsync();
        var (bob, bobId) = await api.NewMemberAsync();
        var (outsider, _) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(ann);
        await api.OkAsync("conversations.invite", ann, ("channel", channel), ("users", bobId));
        await using var one = await OpenAsync(ann);
        await using var two = await OpenAsync(bob);
        await using var none = await OpenAsync(outsider);
        for (var i = 0; i < 20; i++)
        {
            await one.SendAsync($$"""{"id":{{i + 1}},"type":"typing","channel":"{{channel}}"}""");
        }

        await none.SendAsync($$"""{"id":1,"type":"typing","channel":"{{channel}}"}""");
        var typing = await two.WaitAsync("user_typing", f => TestSocket.Is(f, "user_typing"));
        Assert.Equal((channel, annId), (typing.Text("channel"), typing.Text("user")));
        await api.PostAsync(ann, channel, "said");
        await two.UntilAsync("the message", s => s.Texts(channel).Count == 1);
        await one.UntilAsync("the message", s => s.Texts(channel).Count == 1);
        Assert.Single(two.Frames, f => TestSocket.Is(f, "user_typing"));
        Assert.DoesNotContain(one.Frames.Concat(none.Frames), f => TestSocket.Is(f, "user_typing"));
    }

    private static bool IsPresence(JsonElement frame, string user) =>
        TestSocket.Is(frame, "presence_change") && (TestSocket.Text(frame, "user") == user
            || (frame.TryGetProperty("users", out var users) && users.EnumerateArray().Any(u => u.GetString() == user)));

    private static List<string> States(TestSocket socket, string user) => [.. socket.Frames.Where(f => IsPresence(f, user)).Select(f => f.Text("presence"))];

    private async Task<string> PresenceAsync(string user) => (await api.OkAsync("users.getPresence", api.Ann, ("user", user))).Text("presence");

    private async Task<TestSocket> OpenAsync(string token) => await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", token)).Text("url"));
}
