using System.Collections.Immutable;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Sessions;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Delivery;

namespace OrleansSocial.Tests.Gateway.Sessions;

/// <summary>A batch of an outbox holds more events than a socket's queue has room for.</summary>
public sealed class LongBatchTests : IAsyncDisposable
{
    private readonly InterestsHarness harness = new();

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    [Fact]
    public async Task A_batch_that_is_longer_than_a_sockets_queue_reaches_a_socket_that_reads()
    {
        const int Before = 1;
        var options = new RtmOptions();
        Assert.True(EventBatch.EventsMax > options.QueueFramesMax, "the batch is to be longer than the queue");
        var arrived = new MemoryStream();
        var instruments = new RtmInstruments(harness.Meters);
        await using var stream = new CountingStream(arrived, harness.Clock);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        using var peer = PeerProgress.Of(new DefaultHttpContext(), options);
        using var writer = new SocketWriter(socket, new OutboundQueue(options, harness.Clock), stream, peer, instruments, harness.Clock);
        var record = new SessionRecord(
            "s", Events.Team, Events.Bob, "t", "g", 1, ImmutableDictionary<string, long>.Empty.Add(Events.Channel.Id, Before), SessionState.Open, 0);
        var session = new RtmSession(
            record, false, writer, new SessionHost(harness.Interests, harness.Repair, harness.Encoder, harness.Loop, instruments, harness.Clock));
        writer.RoomMade = () => harness.Loop.Post(session.PumpBacklog);
        harness.Chains.Add(Events.Message(Before));
        await harness.Loop.CallAsync(() =>
        {
            session.Start([new ChannelId(Events.Channel.Id)], 0);
            return true;
        });
        await harness.UntilAsync("the socket is live in its chains", () => !session.IsBehind);

        var writing = writer.RunAsync();
        List<ChannelEvent> batch = [.. Enumerable.Range(Before + 1, EventBatch.EventsMax).Select(ts => harness.Chains.Add(Events.Message(ts, "m\n")))];
        var bytes = batch.Sum(e => Encoding.UTF8.GetByteCount(Frame(e)));
        await harness.AcceptAsync([.. batch]);
        await harness.UntilAsync("all of the batch arrives", () => arrived.Length >= bytes || writer.End != SocketEnd.None);

        Assert.Equal(SocketEnd.None, writer.End);
        Assert.Equal(string.Concat(batch.Select(Frame)), Encoding.UTF8.GetString(arrived.ToArray()));
        writer.Close(SocketEnd.PeerGone);
        await writing;
    }

    private static string Frame(ChannelEvent e) => string.Create(CultureInfo.InvariantCulture, $"{e.EventTs}:{e.Text}");
}
