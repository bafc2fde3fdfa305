using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Methods around single messages, on the real product.</summary>
[Collection(ProductCollection.Name)]
public sealed class MessageMethodTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Me_message_is_history_in_the_third_person()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var answer = await api.OkAsync("chat.meMessage", api.Ann, ("channel", channel), ("text", "waves & smiles"));
        var message = (await api.OkAsync("conversations.history", api.Ann, ("channel", channel))).GetProperty("messages")[0];

        Assert.Equal((channel, answer.Text("ts")), (answer.Text("channel"), message.Text("ts")));
        Assert.Equal(("me_message", "waves &amp; smiles", product.Demo.Users[0].Id), (message.Text("subtype"), message.Text("text"), message.Text("user")));
        Assert.Equal("no_text", await api.ErrorAsync("chat.meMessage", api.Ann, ("channel", channel)));
        Assert.Equal("msg_too_long", await api.ErrorAsync("chat.meMessage", api.Ann, ("channel", channel), ("text", new string('x', 40_001))));
    }

    [Fact]
    public async Task Me_message_under_a_key_is_stored_once()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var (first, second) = (await MeAsync(), await MeAsync());

        Assert.Equal(first, second);
        Assert.Equal(2, (await api.TextsAsync(api.Ann, channel)).Count);

        async Task<string> MeAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"api/chat.meMessage?channel={channel}&text=waves");
            request.Headers.Add("Idempotency-Key", "me-1");
            return (await api.SendAsync(request, api.Ann)).Body.Text("ts");
        }
    }

    [Fact]
    public async Task Permalink_names_channel_and_ts_and_the_thread_of_a_reply()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var parent = await api.PostAsync(api.Ann, channel, "parent");
        var reply = (await api.OkAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", "reply"), ("thread_ts", parent))).Text("ts");

        var answer = await api.OkAsync("chat.getPermalink", api.Ann, ("channel", channel), ("message_ts", parent));
        Assert.Equal((channel, $"{product.BaseUrl}archives/{channel}/p{Digits(parent)}"), (answer.Text("channel"), answer.Text("permalink")));
        Assert.Equal(
            $"{product.BaseUrl}archives/{channel}/p{Digits(reply)}?thread_ts={parent}&cid={channel}",
            (await api.OkAsync("chat.getPermalink", api.Ann, ("channel", channel), ("message_ts", reply))).Text("permalink"));
        Assert.Equal("message_not_found", await api.ErrorAsync("chat.getPermalink", api.Ann, ("channel", channel), ("message_ts", "1700000000.000000")));
        Assert.Equal("message_not_found", await api.ErrorAsync("chat.getPermalink", api.Ann, ("channel", channel), ("message_ts", "soon")));
        await api.OkAsync("chat.delete", api.Ann, ("channel", channel), ("ts", parent));
        Assert.Equal("message_not_found", await api.ErrorAsync("chat.getPermalink", api.Ann, ("channel", channel), ("message_ts", parent)));
    }

    [Fact]
    public async Task Reactions_of_a_message_and_of_a_reply_are_read()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.join", api.Bob, ("channel", channel));
        var parent = await api.PostAsync(api.Ann, channel, "parent");
        var reply = (await api.OkAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", "reply"), ("thread_ts", parent))).Text("ts");
        await api.OkAsync("reactions.add", api.Ann, ("channel", channel), ("timestamp", reply), ("name", "eyes"));
        await api.OkAsync("reactions.add", api.Bob, ("channel", channel), ("timestamp", reply), ("name", "eyes"));

        var answer = await api.OkAsync("reactions.get", api.Bob, ("channel", channel), ("timestamp", reply));
        var message = answer.GetProperty("message");
        Assert.Equal(("message", channel, "reply"), (answer.Text("type"), answer.Text("channel"), message.Text("text")));
        Assert.Equal((reply, parent), (message.Text("ts"), message.Text("thread_ts")));
        Assert.StartsWith($"{product.BaseUrl}archives/{channel}/p", message.Text("permalink"), StringComparison.Ordinal);
        var eyes = Assert.Single(message.GetProperty("reactions").EnumerateArray());
        Assert.Equal(("eyes", 2), (eyes.Text("name"), eyes.GetProperty("count").GetInt32()));
        Assert.Equal([product.Demo.Users[0].Id, product.Demo.Users[1].Id], eyes.GetProperty("users").EnumerateArray().Select(u => u.GetString()));
        Assert.False((await api.OkAsync("reactions.get", api.Ann, ("channel", channel), ("timestamp", parent))).GetProperty("message").TryGetProperty("reactions", out _));
        Assert.Equal("no_item_specified", await api.ErrorAsync("reactions.get", api.Ann, ("channel", channel)));
        Assert.Equal("no_item_specified", await api.ErrorAsync("reactions.get", api.Ann, ("timestamp", reply)));
        Assert.Equal("bad_timestamp", await api.ErrorAsync("reactions.get", api.Ann, ("channel", channel), ("timestamp", "soon")));
    }

    [Fact]
    public async Task A_message_has_at_most_fifty_emoji()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.join", api.Bob, ("channel", channel));
        var ts = await api.PostAsync(api.Ann, channel, "popular");
        for (var i = 0; i < 50; i++)
        {
            await api.OkAsync("reactions.add", api.Ann, ("channel", channel), ("timestamp", ts), ("name", $"emoji-{i}"));
        }

        Assert.Equal("too_many_emoji", await api.ErrorAsync("reactions.add", api.Ann, ("channel", channel), ("timestamp", ts), ("name", "emoji-50")));
        await api.OkAsync("reactions.add", api.Bob, ("channel", channel), ("timestamp", ts), ("name", "emoji-49"));
    }

    [Fact]
    public async Task Ephemeral_message_is_for_members_of_the_channel_and_in_no_history()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var bob = product.Demo.Users[1].Id;
        Assert.Equal("user_not_in_channel", await TellAsync(bob));
        Assert.Equal("user_not_in_channel", await TellAsync("U0000000ZZ"));
        Assert.Equal("user_not_in_channel", await TellAsync("nobody"));
        await api.OkAsync("conversations.join", api.Bob, ("channel", channel));
        Assert.Null(await TellAsync(bob));
        Assert.Equal("no_text", await api.ErrorAsync("chat.postEphemeral", api.Ann, ("channel", channel), ("user", bob)));
        Assert.Equal("invalid_thread_ts", await api.ErrorAsync("chat.postEphemeral", api.Ann, ("channel", channel), ("user", bob), ("text", "x"), ("thread_ts", "soon")));

        foreach (var token in new[] { api.Ann, api.Bob })
        {
            Assert.DoesNotContain("psst", await api.TextsAsync(token, channel));
        }

        Task<string?> TellAsync(string user) => api.ErrorAsync("chat.postEphemeral", api.Ann, ("channel", channel), ("user", user), ("text", "psst"));
    }

    [Fact]
    public async Task Retry_of_an_ephemeral_message_gets_its_first_answer_also_after_the_member_left()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.join", api.Bob, ("channel", channel));
        var first = (await TellAsync("key")).Text("message_ts");
        Assert.Equal(first, (await TellAsync("key")).Text("message_ts"));
        await api.OkAsync("conversations.leave", api.Bob, ("channel", channel));

        Assert.Equal(first, (await TellAsync("key")).Text("message_ts"));
        Assert.Equal("user_not_in_channel", (await TellAsync("another key")).Text("error"));

        async Task<JsonElement> TellAsync(string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"api/chat.postEphemeral?channel={channel}&user={product.Demo.Users[1].Id}&text=once");
            request.Headers.Add("Idempotency-Key", key);
            return (await api.SendAsync(request, api.Ann)).Body;
        }
    }

    private static string Digits(string ts) => ts.Replace(".", string.Empty, StringComparison.Ordinal);
}
