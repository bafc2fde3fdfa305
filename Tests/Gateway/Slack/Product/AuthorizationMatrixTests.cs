using System.Net;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Every method of the table with no token, a revoked one, one of another team, and one of a member who is not in the channel.</summary>
[Collection(ProductCollection.Name)]
public sealed class AuthorizationMatrixTests(ProductFixture product) : IDisposable
{
    private const string Canary = "canary of the private channel";
    private readonly ProductApi api = new(product);

    /// <summary>Methods that name a channel: what a stranger gets from each is the same.</summary>
    private static readonly string[] OfChannels =
    [
        "chat.postMessage", "chat.update", "chat.delete", "conversations.join", "conversations.leave", "conversations.invite", "conversations.kick",
        "conversations.info", "conversations.members", "conversations.history", "conversations.replies", "conversations.mark", "conversations.setTopic",
        "conversations.setPurpose", "conversations.rename", "conversations.archive", "conversations.unarchive",
        "reactions.add", "reactions.remove", "reactions.get", "chat.meMessage", "chat.getPermalink", "chat.postEphemeral", "social.commands.run", "social.actions.report",
        "pins.add", "pins.list", "pins.remove", "bookmarks.add", "bookmarks.edit", "bookmarks.list", "bookmarks.remove", "subscriptions.thread.add", "subscriptions.thread.get", "subscriptions.thread.mark", "subscriptions.thread.remove",
    ];

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task No_token_gets_nothing()
    {
        foreach (var method in SlackApi.Methods.Values.Where(m => m.Token != SlackTokenKind.None))
        {
            Assert.Equal((method.Name, "not_authed"), (method.Name, await api.ErrorAsync(method.Name, null)));
        }
    }

    [Fact]
    public async Task Revoked_token_gets_nothing()
    {
        var (token, _) = await api.NewMemberAsync();
        await api.OkAsync("auth.revoke", token);
        foreach (var method in SlackApi.Methods.Values.Where(m => m.Token != SlackTokenKind.None))
        {
            Assert.Equal((method.Name, "token_revoked"), (method.Name, await api.ErrorAsync(method.Name, token)));
        }
    }

    [Fact]
    public async Task Token_of_another_team_sees_and_changes_nothing()
    {
        var (channel, ts) = await TargetAsync(isPrivate: false);

        // One for a dozen methods: a token may ask for so many unknown channels a minute only.
        var (stranger, _, team) = await api.NewTeamAsync();
        foreach (var (number, method) in SlackApi.Methods.Values.Where(m => m.Token is not SlackTokenKind.None && !EndsToken(m)).Index())
        {
            if (number % 12 == 11)
            {
                (stranger, _, team) = await api.NewTeamAsync();
            }

            var (status, body) = await api.CallAsync(method.Name, stranger, Arguments(method.Name, channel, ts));
            var text = body.ToString();
            Assert.True((int)status < 500, $"{method.Name}: {status}");
            Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
            Assert.DoesNotContain(product.Demo.Team.Id, text, StringComparison.Ordinal);
            Assert.DoesNotContain(product.Demo.Users[0].Id, text, StringComparison.Ordinal);
            if (OfChannels.Contains(method.Name, StringComparer.Ordinal))
            {
                Assert.Equal((method.Name, "channel_not_found"), (method.Name, body.Text("error")));
            }

            if (method.Token == SlackTokenKind.Operator)
            {
                Assert.Equal((method.Name, "not_allowed_token_type"), (method.Name, body.Text("error")));
            }
        }

        Assert.Equal("team_not_found", await api.ErrorAsync("team.info", stranger, ("team", product.Demo.Team.Id)));
        Assert.Equal("user_not_found", await api.ErrorAsync("users.info", stranger, ("user", product.Demo.Users[0].Id)));
        Assert.NotEqual(product.Demo.Team.Id, team);
        await UnchangedAsync(channel, ts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Member_outside_the_channel_changes_nothing(bool isPrivate)
    {
        var (channel, ts) = await TargetAsync(isPrivate);
        var (outsider, _) = await api.NewMemberAsync();

        // Anybody may join an open channel, look at its description and its members; leaving what one is not in is no error.
        string[] open = isPrivate ? [] : ["conversations.join", "conversations.leave", "conversations.info", "conversations.members"];
        foreach (var method in OfChannels.Except(open, StringComparer.Ordinal))
        {
            var (status, body) = await api.CallAsync(method, outsider, Arguments(method, channel, ts));
            Assert.True(status == HttpStatusCode.OK, $"{method}: {status} {body}");
            Assert.Equal((method, isPrivate ? "channel_not_found" : "not_in_channel"), (method, body.Text("error")));
            Assert.DoesNotContain(Canary, body.ToString(), StringComparison.Ordinal);
        }

        var listed = await api.OkAsync("conversations.list", outsider, ("types", "public_channel,private_channel"), ("limit", "1000"));
        Assert.Equal(!isPrivate, listed.ToString().Contains(channel, StringComparison.Ordinal));
        await UnchangedAsync(channel, ts);
    }

    private static bool EndsToken(SlackMethod method) => method.Name is "auth.revoke" or "social.logOut";

    private static (string, string?)[] Arguments(string method, string channel, string ts) =>
    [
        ("channel", channel), ("channel_id", channel), ("title", "from outside"), ("type", "link"), ("link", "https://outside.example"), ("bookmark_id", "BkG000000000"),
        ("ts", ts), ("timestamp", ts), ("message_ts", ts), ("thread_ts", ts), ("text", "from outside"), ("topic", "from outside"), ("purpose", "from outside"), ("user", "U000000000"),
        ("users", "U000000000"), ("shard", "0"), ("group", "0"), ("domain", ProductApi.Unique("matrix")),
        ("name", method is "conversations.create" ? ProductApi.Unique("matrix") : "eyes"),
    ];

    private async Task<(string Channel, string Ts)> TargetAsync(bool isPrivate)
    {
        var channel = await api.NewChannelAsync(api.Ann, isPrivate);
        return (channel, await api.PostAsync(api.Ann, channel, Canary));
    }

    private async Task UnchangedAsync(string channel, string ts)
    {
        var history = await api.OkAsync("conversations.history", api.Ann, ("channel", channel));
        var message = history.GetProperty("messages")[0];
        Assert.Equal((ts, Canary), (message.Text("ts"), message.Text("text")));
        Assert.False(message.TryGetProperty("reactions", out _));
        var info = (await api.OkAsync("conversations.info", api.Ann, ("channel", channel))).GetProperty("channel");
        Assert.Equal((1, string.Empty), (info.GetProperty("num_members").GetInt32(), info.GetProperty("topic").Text("value")));
    }
}
