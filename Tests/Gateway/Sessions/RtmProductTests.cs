using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Slack.Product;

namespace OrleansSocial.Tests.Gateway.Sessions;

/// <summary>Sockets of the running product: order, membership, resume, claims, bounds.</summary>
[Collection(ProductCollection.Name)]
public sealed class RtmProductTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Hello_comes_first_and_then_the_url_to_come_back_with()
    {
        var url = await ConnectAsync(await api.AnnLogsInAsync());
        await using var socket = await TestSocket.OpenAsync(url);
        var again = await socket.WaitAsync("reconnect_url", f => TestSocket.Is(f, "reconnect_url"));
        Assert.True(TestSocket.Is(socket.Frames[0], "hello"));
        Assert.Equal(url, again.Text("url"));
    }

    [Fact]
    public async Task Everybody_gets_every_message_once_in_the_order_of_their_ts()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.join", api.Bob, ("channel", channel));
        await using var one = await OpenAsync(await api.AnnLogsInAsync());
        await using var two = await OpenAsync(await api.BobLogsInAsync());
        var posted = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => api.PostAsync(i % 2 == 0 ? api.Ann : api.Bob, channel, $"m{i}")));
        foreach (var socket in new[] { one, two })
        {
            await socket.UntilAsync("60 messages", s => s.Texts(channel).Count >= 60);
            var ts = socket.Frames.Where(f => TestSocket.Is(f, "message") && TestSocket.Text(f, "channel") == channel && TestSocket.Text(f, "subtype") is null)
                .Select(f => f.Text("ts"));
            Assert.Equal(posted.Order(StringComparer.Ordinal), ts);
        }
    }

    [Fact]
    public async Task Posts_of_a_socket_are_acknowledged_in_order_and_come_to_its_other_sockets_only()
    {
        // A member of its own: what other tests posted does not count against this one's rate limit.
        var (token, _) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(token);
        await using var sender = await OpenAsync(token);
        await using var other = await OpenAsync(token);
        for (var i = 1; i <= 150; i++)
        {
            await sender.SendAsync(Frame(i, channel, $"m{i}"));
        }

        await other.UntilAsync("150 messages", s => s.Texts(channel).Count == 150);
        await sender.UntilAsync("150 replies", s => Replies(s).Count == 150);
        Assert.Equal(Enumerable.Range(1, 150), Replies(sender));
        Assert.Empty(sender.Texts(channel));
        Assert.Equal(Enumerable.Range(1, 150).Select(i => $"m{i}"), other.Texts(channel));
    }

    [Fact]
    public async Task A_kicked_member_sees_nothing_after_the_kick_and_everything_from_the_next_join_on()
    {
        var (token, user) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(api.Ann);
        await using var ann = await OpenAsync(await api.AnnLogsInAsync());
        await using var socket = await OpenAsync(token);
        await api.PostAsync(api.Ann, channel, "before");
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        await api.PostAsync(api.Ann, channel, "in");
        await api.OkAsync("conversations.kick", api.Ann, ("channel", channel), ("user", user));
        await api.PostAsync(api.Ann, channel, "out");
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        await api.PostAsync(api.Ann, channel, "in again");
        await socket.UntilAsync("the last message", s => s.Texts(channel).Contains("in again", StringComparer.Ordinal));
        Assert.Equal(["in", "in again"], socket.Texts(channel));
        await ann.UntilAsync("the last message", s => s.Texts(channel).Contains("in again", StringComparer.Ordinal));
        Assert.Equal(["before", "in", "out", "in again"], ann.Texts(channel));
    }

    [Fact]
    public async Task Who_was_kicked_and_added_again_while_away_sees_what_was_before_and_after()
    {
        var (token, user) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        await using var first = await OpenAsync(token);
        await api.PostAsync(api.Ann, channel, "one");
        await first.UntilAsync("the message", s => s.Texts(channel).Count == 1);
        await first.ConfirmAsync();
        await first.ResetAsync();
        await api.PostAsync(api.Ann, channel, "two");
        await api.OkAsync("conversations.kick", api.Ann, ("channel", channel), ("user", user));
        await api.PostAsync(api.Ann, channel, "out");
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        await api.PostAsync(api.Ann, channel, "three");
        await using var second = await OpenAsync(token);
        await second.UntilAsync("the last message", s => s.Texts(channel).Contains("three", StringComparer.Ordinal));
        Assert.Equal(["two", "three"], second.Texts(channel));
    }

    [Fact]
    public async Task A_socket_that_does_not_answer_the_close_is_dropped()
    {
        var (token, _) = await api.NewMemberAsync();
        var url = await ConnectAsync(token);
        await Eventually.TrueAsync("no other socket is open", async () => await GaugeAsync("orleanssocial_sockets_open") == 0);
        await using var stalled = await TestSocket.OpenStalledAsync(url);
        await Eventually.TrueAsync("the socket counts", async () => await GaugeAsync("orleanssocial_sockets_open") > 0);
        await api.OkAsync("auth.revoke", token);
        await Eventually.TrueAsync("the socket is dropped", async () => await GaugeAsync("orleanssocial_sockets_open") == 0);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_cut_socket_gets_what_it_missed_once(bool own)
    {
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.join", api.Bob, ("channel", channel));
        var token = await api.BobLogsInAsync();
        var url = await ConnectAsync(token);
        var first = await TestSocket.OpenAsync(url, own ? new Dictionary<string, string>(StringComparer.Ordinal) : null);
        List<string> got = [];
        for (var i = 0; i < 40; i++)
        {
            await api.PostAsync(api.Ann, channel, $"m{i}");
        }

        // Cut in the middle of a burst: what is on its way is lost with the connection. Own clients' cursors tell; of the others
        // the last pong does, and what they had read after it comes again, as it was.
        var burst = Enumerable.Range(40, 40).Select(i => api.PostAsync(api.Ann, channel, $"m{i}")).ToArray();
        await first.UntilAsync("some of the burst", s => s.Texts(channel).Count > 45);
        await first.ResetAsync();
        await api.PostAsync(api.Ann, channel, "away");
        got.AddRange(first.Texts(channel));
        await Task.WhenAll(burst);
        await api.PostAsync(api.Ann, channel, "end");

        await using var second = own ? await TestSocket.OpenAsync(url, first.Cursors()) : await OpenAsync(token);
        await second.UntilAsync("the last message", s => s.Texts(channel).Contains("end", StringComparer.Ordinal));
        var again = second.Texts(channel).Intersect(got, StringComparer.Ordinal).ToList();
        Assert.True(again.Count == 0 || !own, $"came twice: {string.Join(' ', again)}");
        Assert.Equal(again, got.TakeLast(again.Count));
        got.AddRange(second.Texts(channel).Except(again, StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(0, 80).Select(i => $"m{i}").Append("away").Append("end").Order(StringComparer.Ordinal), got.Order(StringComparer.Ordinal));
        await first.DisposeAsync();
    }

    [Fact]
    public async Task What_a_clients_kernel_took_and_the_client_never_read_comes_again()
    {
        var (token, user) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        var url = await ConnectAsync(token);
        var sent = await GaugeAsync("orleanssocial_sockets_frames_total");
        await using var stalled = await TestSocket.OpenStalledAsync(url);
        for (var i = 0; i < 30; i++)
        {
            await api.PostAsync(api.Ann, channel, $"m{i}");
        }

        await Eventually.TrueAsync("they are sent", async () => await GaugeAsync("orleanssocial_sockets_frames_total") >= sent + 30);
        await stalled.ResetAsync();
        await using var second = await OpenAsync(token);
        await second.UntilAsync("the messages", s => s.Texts(channel).Count == 30);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"m{i}"), second.Texts(channel));
    }

    [Fact]
    public async Task What_went_into_a_line_that_is_dead_and_open_comes_again()
    {
        var (token, user) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        await using var stalled = await TestSocket.OpenStalledAsync(await ConnectAsync(token));
        for (var i = 0; i < 3; i++)
        {
            await api.PostAsync(api.Ann, channel, $"m{i}");
        }

        // Nothing tells the server that nobody is there any more: the client's network has changed, and it comes back at once.
        await using var second = await OpenAsync(token);
        await second.UntilAsync("the messages", s => s.Texts(channel).Count == 3);
        Assert.Equal(["m0", "m1", "m2"], second.Texts(channel));
    }

    [Fact]
    public async Task A_client_of_ours_gets_the_messages_of_a_conversation_that_began_in_a_line_that_was_dead()
    {
        var (token, user) = await api.NewMemberAsync();
        var url = await ConnectAsync(token);
        await using var first = await TestSocket.OpenStalledAsync(url, own: true);
        var sent = await GaugeAsync("orleanssocial_sockets_frames_total");
        var direct = (await api.OkAsync("conversations.open", api.Ann, ("users", user))).GetProperty("channel").Text("id");
        await api.PostAsync(api.Ann, direct, "one");
        await api.PostAsync(api.Ann, direct, "two");
        await Eventually.TrueAsync("they are sent", async () => await GaugeAsync("orleanssocial_sockets_frames_total") >= sent + 3);
        await first.ResetAsync();

        // It has not heard of the conversation, so it cannot name its place there.
        await using var second = await TestSocket.OpenAsync(url, new Dictionary<string, string>(StringComparer.Ordinal));
        await second.UntilAsync("the messages", s => s.Texts(direct).Count == 2);
        Assert.Equal(["one", "two"], second.Texts(direct));
    }

    [Fact]
    public async Task A_start_payload_goes_on_from_its_own_tokens_session_and_from_no_other_devices()
    {
        var (phone, user, email) = await api.NewAccountAsync();
        var desk = (await api.OkAsync("social.logIn", null, ("email", email), ("password", ProductApi.Password))).Text("token");
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        await using var slow = await OpenAsync(phone);
        await using var fast = await OpenAsync(desk);
        await slow.ConfirmAsync();
        await slow.ResetAsync();
        await api.PostAsync(api.Ann, channel, "read at the desk only");
        await fast.UntilAsync("the message", s => s.Texts(channel).Count == 1);
        await fast.ConfirmAsync();
        await fast.ResetAsync();

        // The desk's session is the one that was saved last.
        await Task.Delay(TimeSpan.FromSeconds(1));
        await using var again = await OpenAsync(phone);
        await again.UntilAsync("the message", s => s.Texts(channel).Count == 1);
    }

    [Fact]
    public async Task What_happens_between_the_start_payload_and_the_socket_comes_after_hello()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var url = await ConnectAsync(await api.AnnLogsInAsync());
        await api.PostAsync(api.Ann, channel, "early");
        await using var socket = await TestSocket.OpenAsync(url);
        await socket.UntilAsync("the message", s => s.Texts(channel).Count > 0);
        Assert.Equal(["early"], socket.Texts(channel));
    }

    [Fact]
    public async Task A_second_socket_of_a_session_takes_over_from_the_first()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var url = await ConnectAsync(await api.AnnLogsInAsync());
        await using var first = await TestSocket.OpenAsync(url);
        await api.PostAsync(api.Ann, channel, "one");
        await first.UntilAsync("the message", s => s.Texts(channel).Count == 1);
        await using var second = await TestSocket.OpenAsync(url);
        await api.PostAsync(api.Ann, channel, "two");
        await second.UntilAsync("the message", s => s.Texts(channel).Count >= 1);
        await first.UntilAsync("goodbye and close", s => s.CloseCode == 1001 && TestSocket.Is(s.Frames[^1], "goodbye"));
        Assert.Equal(["one"], first.Texts(channel));
        Assert.Equal(["two"], second.Texts(channel));
    }

    [Fact]
    public async Task Revoking_a_token_closes_its_sockets_within_5_seconds()
    {
        var (token, _) = await api.NewMemberAsync();
        await using var socket = await OpenAsync(token);
        await api.OkAsync("auth.revoke", token);
        await socket.UntilAsync("the close", s => s.CloseCode == 1008, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Pings_are_echoed_typing_is_ignored_and_unknown_frames_get_an_error()
    {
        await using var socket = await OpenAsync(await api.AnnLogsInAsync());
        await socket.SendAsync("""{"type":"typing","channel":"C00000000","id":1}""");
        await socket.SendAsync("""{"type":"whatever","id":2}""");
        await socket.SendAsync("""{"id":3,"type":"ping","time":17,"x":{"y":null}}""");
        var pong = await socket.WaitAsync("pong", f => TestSocket.Is(f, "pong"));
        Assert.Equal("""{"type":"pong","reply_to":3,"time":17,"x":{"y":null}}""", pong.GetRawText());
        var error = Assert.Single(socket.Frames, f => f.TryGetProperty("ok", out _));
        Assert.Equal(2, error.GetProperty("reply_to").GetInt32());
    }

    [Theory]
    [InlineData("not json", WebSocketMessageType.Text)]
    [InlineData("[1]", WebSocketMessageType.Text)]
    [InlineData("{}", WebSocketMessageType.Binary)]
    [InlineData(null, WebSocketMessageType.Text)]
    public async Task A_frame_that_is_too_large_or_not_json_gets_an_error_and_a_policy_close(string? text, WebSocketMessageType type)
    {
        await using var socket = await OpenAsync(await api.AnnLogsInAsync());
        await socket.SendAsync(text ?? $$"""{"type":"message","text":"{{new string('x', 64 * 1024)}}"}""", type);
        await socket.UntilAsync("the close", s => s.CloseCode is not null);
        Assert.Equal(1008, socket.CloseCode);
        Assert.Contains(socket.Frames, f => f.TryGetProperty("ok", out var ok) && !ok.GetBoolean());
    }

    [Fact]
    public async Task A_frame_of_the_largest_size_is_taken()
    {
        await using var socket = await OpenAsync(await api.AnnLogsInAsync());
        const string Shell = """{"id":1,"type":"ping","x":""}""";
        await socket.SendAsync(Shell.Insert(Shell.Length - 2, new string('x', (64 * 1024) - Shell.Length)));
        await socket.WaitAsync("pong", f => TestSocket.Is(f, "pong"));
    }

    [Fact]
    public async Task A_flood_of_frames_is_refused_and_then_closed()
    {
        await using var socket = await OpenAsync(await api.AnnLogsInAsync());
        var before = await GaugeAsync("orleanssocial_sockets_refused_total");
        try
        {
            for (var i = 0; i < 8_000 && socket.CloseCode is null; i++)
            {
                await socket.SendAsync("""{"id":1,"type":"typing"}""");
            }
        }
        catch (WebSocketException)
        {
            // Closed while sending.
        }

        await socket.UntilAsync("the end", s => s.HasEnded);

        // What the server said last may be lost: it closes on a client that is still sending.
        await Eventually.TrueAsync("the frames count as refused", async () => await GaugeAsync("orleanssocial_sockets_refused_total") - before >= 1_000);
    }

    [Fact]
    public async Task A_socket_that_does_not_read_is_closed_and_the_others_are_not_disturbed()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.join", api.Bob, ("channel", channel));
        await using var good = await OpenAsync(await api.BobLogsInAsync());
        await using var stalled = await TestSocket.OpenStalledAsync(await ConnectAsync(await api.AnnLogsInAsync()));
        var before = await GaugeAsync("orleanssocial_sockets_slow_total");
        var text = new string('x', 20_000);
        var posts = 0;
        await Eventually.TrueAsync(
            "the stalled socket is closed",
            async () =>
            {
                for (var i = 0; i < 10; i++, posts++)
                {
                    await api.PostAsync(api.Ann, channel, text);
                }

                return await GaugeAsync("orleanssocial_sockets_slow_total") > before;
            },
            TimeSpan.FromSeconds(40));
        await good.UntilAsync("all messages", s => s.Texts(channel).Count == posts);
        Assert.Null(good.CloseCode);
    }

    [Theory, InlineData("rtm/nonsense"), InlineData("rtm/T00000001_0123456789abcdef0123456789abcdef")]
    public async Task An_unknown_ticket_is_not_found(string path)
    {
        var url = new UriBuilder(new Uri(product.BaseUrl, path)) { Scheme = "ws" }.Uri.AbsoluteUri;
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => TestSocket.OpenAsync(url));
        Assert.Contains("404", refused.Message, StringComparison.Ordinal);
    }

    private static List<int> Replies(TestSocket socket) =>
        [.. socket.Frames.Where(f => f.TryGetProperty("reply_to", out _) && f.GetProperty("ok").GetBoolean()).Select(f => f.GetProperty("reply_to").GetInt32())];

    private static string Frame(int id, string channel, string text) => JsonSerializer.Serialize(new { id, type = "message", channel, text });

    private async Task<string> ConnectAsync(string token) => (await api.OkAsync("rtm.connect", token)).Text("url");

    private async Task<TestSocket> OpenAsync(string token) => await TestSocket.OpenAsync(await ConnectAsync(token));

    private async Task<double> GaugeAsync(string name)
    {
        var metrics = await api.Http.GetStringAsync(new Uri("metrics", UriKind.Relative));
        return metrics.Split('\n').Where(l => l.StartsWith(name, StringComparison.Ordinal))
            .Sum(l => double.Parse(l.Split(' ')[1], CultureInfo.InvariantCulture));
    }
}
