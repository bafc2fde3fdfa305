using System.Net.WebSockets;
using System.Threading.Channels;
using OrleansSocial.Gateway.Sessions;

namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary>One socket of an app: a bounded queue and the one that writes it out.</summary>
internal sealed class AppSocket(WebSocket socket, string tokenId, TimeProvider clock) : IDisposable
{
    /// <summary>The most frames that wait; with more on their way the app's envelopes wait in its hub.</summary>
    public const int QueueMax = 256;

    private static readonly TimeSpan FrameTimeMax = TimeSpan.FromSeconds(10);

    private readonly Channel<ReadOnlyMemory<byte>> _frames = Channel.CreateBounded<ReadOnlyMemory<byte>>(QueueMax);
    private readonly CancellationTokenSource _abort = new();

    /// <summary>Gets the token that opened it.</summary>
    public string TokenId { get; } = tokenId;

    /// <summary>Gets the clock's reading when it was opened.</summary>
    public long OpenedAt { get; } = clock.GetTimestamp();

    /// <summary>Puts a frame in the queue.</summary>
    /// <returns>False when there is no room, or it is being closed.</returns>
    public bool TrySend(ReadOnlyMemory<byte> frame) => _frames.Writer.TryWrite(frame);

    /// <summary>Ends it after what waits.</summary>
    /// <param name="reason">What the app is told, or null when it is gone.</param>
    public void Close(string? reason)
    {
        if (reason is not null)
        {
            _frames.Writer.TryWrite(SocketModeFrames.Disconnect(reason));
            _frames.Writer.TryComplete();
        }
        else if (_frames.Writer.TryComplete())
        {
            _abort.Cancel();
        }
    }

    /// <summary>Writes until it is closed.</summary>
    public async Task RunAsync()
    {
        try
        {
            await foreach (var frame in _frames.Reader.ReadAllAsync(_abort.Token))
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token);
                patience.CancelAfter(FrameTimeMax);
                await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
            }

            using var goodbye = new CancellationTokenSource(SocketWriter.GoodbyeTimeMax, clock);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, goodbye.Token);
        }
        catch (Exception)
        {
            // The peer is gone, or takes nothing: what it did not acknowledge goes to another socket.
            _frames.Writer.TryComplete();
            socket.Abort();
        }
    }

    public void Dispose() => _abort.Dispose();
}
