using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Frames of the member's own chain: for that member's sockets alone, and not lost with one.</summary>
[Collection(ProductCollection.Name)]
public sealed class RtmPersonalFramesTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Ephemeral_message_comes_to_that_member_alone()
    {
        var (channel, bob) = (await api.NewChannelAsync(api.Ann), product.Demo.Users[1].Id);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", bob));
        await using var his = await OpenAsync(api.Bob);
        await using var hers = await OpenAsync(api.Ann);
        var ts = await TellAsync(channel, bob, "p & q", ("blocks", """[{"type":"divider"}]"""), ("thread_ts", "1700000000.000100"));
        var told = await his.WaitAsync("the message", f => TestSocket.Text(f, "text") == "p &amp; q");

        Assert.Equal(("message", channel, product.Demo.Users[0].Id, ts), (told.Text("type"), told.Text("channel"), told.Text("user"), told.Text("ts")));
        Assert.True(told.GetProperty("is_ephemeral").GetBoolean());
        Assert.Equal(("divider", "1700000000.000100"), (told.GetProperty("blocks")[0].Text("type"), told.Text("thread_ts")));
        await api.PostAsync(api.Ann, channel, "for all");
        await hers.WaitAsync("the next message", f => TestSocket.Text(f, "text") == "for all");
        Assert.DoesNotContain(hers.Frames, f => TestSocket.Text(f, "text") == "p &amp; q");
    }

    [Fact]
    public async Task Ephemeral_message_for_a_socket_that_was_cut_comes_after_the_resume()
    {
        var (token, user) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        await using var first = await OpenAsync(token);
        await TellAsync(channel, user, "one");
        await first.WaitAsync("the first", f => TestSocket.Text(f, "text") == "one");
        await first.ConfirmAsync();
        await first.ResetAsync();
        await TellAsync(channel, user, "two");

        await using var second = await OpenAsync(token);
        await second.WaitAsync("the second", f => TestSocket.Text(f, "text") == "two");
        Assert.DoesNotContain(second.Frames, f => TestSocket.Text(f, "text") == "one");
    }

    private async Task<TestSocket> OpenAsync(string token) => await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", token)).Text("url"));

    private async Task<string> TellAsync(string channel, string user, string text, params (string Name, string? Value)[] more) =>
        (await api.OkAsync("chat.postEphemeral", api.Ann, [("channel", channel), ("user", user), ("text", text), .. more])).Text("message_ts");
}
