using System.Buffers.Binary;
using System.Net.WebSockets;
using OrleansSocial.Gateway.Sessions;

namespace OrleansSocial.Tests.Gateway.Sessions;

/// <summary>The pongs among what a client sends, as the framework's own client frames it.</summary>
public sealed class PongReaderTests
{
    private readonly List<long> _read = [];
    private readonly PongReader _reader;

    public PongReaderTests() => _reader = new PongReader { Read = _read.Add };

    [Theory, InlineData(1), InlineData(3), InlineData(7), InlineData(100_000)]
    public async Task It_reads_our_pongs_between_frames_of_any_size_cut_anywhere(int piece)
    {
        var wire = new MemoryStream();
        using (var client = WebSocket.CreateFromStream(wire, new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = TimeSpan.Zero }))
        {
            Pong(wire, Payload(7));
            foreach (var size in new[] { 0, 1, 125, 126, 65_535, 65_536 })
            {
                await client.SendAsync(new byte[size], WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
                Pong(wire, Payload(size));
                Pong(wire, []);
                Pong(wire, new byte[8]);
                Pong(wire, new byte[WebSocketFrame.PingPayloadBytes]);
                Pong(wire, new byte[125]);
            }

            Pong(wire, Payload(long.MaxValue));
        }

        foreach (var bytes in wire.ToArray().Chunk(piece))
        {
            _reader.Accept(bytes);
        }

        Assert.Equal([7, 0, 1, 125, 126, 65_535, 65_536, long.MaxValue], _read);
    }

    [Fact]
    public void Bytes_that_are_no_frames_do_no_harm()
    {
        var random = new Random(1);
        var bytes = new byte[1_000];
        for (var i = 0; i < 1_000; i++)
        {
            random.NextBytes(bytes);
            _reader.Accept(bytes);
        }

        Assert.Empty(_read);
    }

    private static byte[] Payload(long number)
    {
        var ping = new byte[WebSocketFrame.PingBytes];
        WebSocketFrame.Ping(ping, number);
        return ping[2..];
    }

    private static void Pong(Stream wire, byte[] payload)
    {
        var mask = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(mask, Random.Shared.Next());
        wire.Write([0x8A, (byte)(0x80 | payload.Length), .. mask, .. payload.Select((b, i) => (byte)(b ^ mask[i % 4]))]);
    }
}
