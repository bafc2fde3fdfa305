using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using OrleansSocial.Client.Api;
using OrleansSocial.Client.Rtm;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Client.Rtm;

public sealed class LiveTailTests
{
    private const string Channel = "C00000001";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_lost_socket_is_opened_again_where_it_stopped_and_repeats_are_not_shown()
    {
        await using var gateway = await FakeGateway.StartAsync();
        List<string> resumes = [];
        var second = new TaskCompletionSource();
        gateway.Socket = async (socket, query, resume) =>
        {
            Assert.Contains("own=1", query, StringComparison.Ordinal);
            resumes.Add(resume.GetProperty("cursors").GetRawText());
            await FakeGateway.SendAsync(socket, new { type = "hello" });
            switch (resumes.Count)
            {
                case 1:
                    await MessageAsync(socket, 1);
                    await MessageAsync(socket, 2);
                    await second.Task;
                    socket.Abort();
                    break;
                case 2:
                    await MessageAsync(socket, 2);
                    await MessageAsync(socket, 3);
                    await FakeGateway.SendAsync(socket, new { type = "goodbye" });
                    await socket.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, statusDescription: null, CancellationToken.None);
                    break;
                default:
                    await MessageAsync(socket, 4);
                    await FakeGateway.HoldAsync(socket);
                    break;
            }
        };

        Assert.Equal(["m1", "m2", "m3", "m4"], await ReadAsync(gateway, 4, text => { if (text is "m2") { second.SetResult(); } }));
        Assert.Equal(["{}", Cursor(2), Cursor(3)], resumes);
    }

    [Fact]
    public async Task A_channel_that_was_silent_resumes_where_the_server_said_it_began()
    {
        await using var gateway = await FakeGateway.StartAsync();
        List<string> resumes = [];
        gateway.Socket = async (socket, _, resume) =>
        {
            resumes.Add(resume.GetProperty("cursors").GetRawText());
            await FakeGateway.SendAsync(
                socket,
                new { type = "hello", cursors = new Dictionary<string, string>(StringComparer.Ordinal) { [Channel] = Ts(resumes.Count) } });
            if (resumes.Count > 1)
            {
                await MessageAsync(socket, 5);
                await FakeGateway.HoldAsync(socket);
            }
        };

        Assert.Equal(["m5"], await ReadAsync(gateway, 1));
        Assert.Equal(["{}", Cursor(1)], resumes);
    }

    [Fact]
    public async Task A_message_for_the_member_alone_is_shown_and_moves_no_cursor()
    {
        await using var gateway = await FakeGateway.StartAsync();
        List<string> resumes = [];
        gateway.Socket = async (socket, _, resume) =>
        {
            resumes.Add(resume.GetProperty("cursors").GetRawText());
            await FakeGateway.SendAsync(socket, new { type = "hello" });
            if (resumes.Count == 1)
            {
                await MessageAsync(socket, 1);
                await FakeGateway.SendAsync(socket, new { type = "message", channel = Channel, text = "psst", is_ephemeral = true, ts = Ts(9), event_ts = Ts(9) });
                return;
            }

            await MessageAsync(socket, 2);
            await FakeGateway.HoldAsync(socket);
        };

        Assert.Equal(["m1", "psst", "m2"], await ReadAsync(gateway, 3));
        Assert.Equal(["{}", Cursor(1)], resumes);
    }

    [Fact]
    public async Task What_was_missed_too_long_ago_comes_from_history()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.On("conversations.history", () => new
        {
            ok = true,
            messages = new[] { Message(3), Message(2) },
            response_metadata = new { next_cursor = string.Empty },
        });
        gateway.Socket = async (socket, _, _) =>
        {
            await FakeGateway.SendAsync(socket, new { type = "hello" });
            await MessageAsync(socket, 1);
            await FakeGateway.SendAsync(socket, new { type = "resync", channel = Channel });
            await MessageAsync(socket, 3);
            await MessageAsync(socket, 4);
            await FakeGateway.HoldAsync(socket);
        };

        Assert.Equal(["m1", "m2", "m3", "m4"], await ReadAsync(gateway, 4));
    }

    [Fact]
    public async Task A_conversation_that_began_while_the_line_was_down_is_read_from_history()
    {
        const string Begun = "D00000002";
        await using var gateway = await FakeGateway.StartAsync();
        var asked = string.Empty;
        var calls = 0;
        gateway.On("conversations.history", (form, response) =>
        {
            asked = $"{form["channel"]} {form["oldest"]}";
            if (++calls == 1)
            {
                return response.WriteAsJsonAsync(new { ok = false, error = "internal_error" });
            }

            return response.WriteAsJsonAsync(new { ok = true, messages = new[] { Message(6), Message(5), Message(4) } });
        });
        var sockets = 0;
        gateway.Socket = async (socket, _, _) =>
        {
            if (++sockets == 1)
            {
                await HelloAsync(socket, (Channel, 1));
                await MessageAsync(socket, 2);
                return;
            }

            // The conversation is new to the client, and its head is past what was said in it.
            await HelloAsync(socket, (Channel, 2), (Begun, 5));
            await MessageAsync(socket, 3);
            await FakeGateway.HoldAsync(socket);
        };

        Assert.Equal(["m2", "m4", "m5", "m3"], await ReadAsync(gateway, 4));
        Assert.Equal($"{Begun} 1699999990.000002", asked);
    }

    [Fact]
    public async Task A_gateway_that_answers_no_ping_is_left_for_another_socket()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var end = new TaskCompletionSource();
        var sockets = 0;
        gateway.Socket = async (socket, _, _) =>
        {
            await FakeGateway.SendAsync(socket, new { type = "hello" });
            await MessageAsync(socket, ++sockets);
            if (sockets > 1)
            {
                await FakeGateway.HoldAsync(socket);
                return;
            }

            // Open, and dead: nobody reads here, so nobody answers.
            await end.Task;
        };

        try
        {
            Assert.Equal(["m1", "m2"], await ReadAsync(gateway, 2, keepAlive: TimeSpan.FromSeconds(1)));
        }
        finally
        {
            end.SetResult();
        }
    }

    [Theory]
    [InlineData("http_500", 8)]
    [InlineData("http_302", 1)]
    [InlineData("http_403", 1)]
    public async Task A_server_that_was_never_there_ends_the_tail(string error, int attempts)
    {
        await using var gateway = await FakeGateway.StartAsync();
        var calls = 0;
        gateway.On("rtm.connect", (_, response) =>
        {
            calls++;
            response.StatusCode = int.Parse(error["http_".Length..], System.Globalization.CultureInfo.InvariantCulture);
            return response.WriteAsync("no JSON");
        });

        var refused = await Assert.ThrowsAsync<ApiException>(() => ReadAsync(gateway, 1, time: new HurriedTime()));
        Assert.Equal((error, attempts), (refused.Error, calls));
    }

    [Fact]
    public async Task A_reply_is_shown_once()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Socket = async (socket, _, _) =>
        {
            await MessageAsync(socket, 1);
            await FakeGateway.SendAsync(
                socket, new { type = "message", subtype = "message_replied", channel = Channel, message = new { ts = Ts(0) }, event_ts = Ts(1) });
            await MessageAsync(socket, 2);
            await FakeGateway.HoldAsync(socket);
        };

        Assert.Equal(["m1", "m2"], await ReadAsync(gateway, 2));
    }

    [Fact]
    public async Task A_login_that_has_ended_ends_the_tail()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.On("rtm.connect", () => new { ok = false, error = "token_revoked" });

        var refused = await Assert.ThrowsAsync<ApiException>(() => ReadAsync(gateway, 1));
        Assert.Equal("token_revoked", refused.Error);
    }

    [Fact]
    public async Task Both_frames_of_a_join_are_shown()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Socket = async (socket, _, _) =>
        {
            await FakeGateway.SendAsync(
                socket, new { type = "message", subtype = "channel_join", channel = Channel, text = "joined", event_ts = Ts(1) });
            await FakeGateway.SendAsync(
                socket, new { type = "member_joined_channel", channel = Channel, text = "member", event_ts = Ts(1) });
            await FakeGateway.SendAsync(
                socket, new { type = "member_joined_channel", channel = Channel, text = "again", event_ts = Ts(1) });
            await MessageAsync(socket, 2);
            await FakeGateway.HoldAsync(socket);
        };

        Assert.Equal(["joined", "member", "m2"], await ReadAsync(gateway, 3));
    }

    private static Task HelloAsync(WebSocket socket, params (string Channel, int Place)[] places) =>
        FakeGateway.SendAsync(socket, new { type = "hello", cursors = places.ToDictionary(p => p.Channel, p => Ts(p.Place), StringComparer.Ordinal) });

    private static async Task<List<string?>> ReadAsync(
        FakeGateway gateway, int count, Action<string?>? shown = null, TimeSpan? keepAlive = null, TimeProvider? time = null)
    {
        using var api = new ApiClient(gateway.BaseUrl, "xoxp-test", TimeProvider.System);
        using var limit = new CancellationTokenSource(Timeout);
        List<string?> texts = [];
        await foreach (var frame in new LiveTail(api, new TailCursors(), time ?? TimeProvider.System, _ => { }, keepAlive).EventsAsync(limit.Token))
        {
            texts.Add(frame.Text("text"));
            shown?.Invoke(texts[^1]);
            if (texts.Count == count)
            {
                break;
            }
        }

        return texts;
    }

    private static string Ts(int number) => $"1700000000.{number:D6}";

    private static string Cursor(int number) => $$"""{"{{Channel}}":"{{Ts(number)}}"}""";

    private static object Message(int number) => new { type = "message", text = $"m{number}", ts = Ts(number) };

    private static Task MessageAsync(WebSocket socket, int number) => FakeGateway.SendAsync(
        socket, new { type = "message", channel = Channel, text = $"m{number}", ts = Ts(number), event_ts = Ts(number) });
}
