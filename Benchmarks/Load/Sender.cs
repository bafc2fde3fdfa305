using System.Text;
using OrleansSocial.Benchmarks.Wire;

namespace OrleansSocial.Benchmarks.Load;

/// <summary>Posts in a closed loop: the answer of a slot's post lets its next one go.</summary>
internal sealed class Sender
{
    private readonly LoadRun _run;
    private readonly ChatClient _client;
    private readonly IReadOnlyList<string> _channels;
    private readonly int _fanOut;
    private readonly TimeSpan _pause;
    private readonly long[] _sentAt;
    private int _nextChannel;
    private int _underWay;
    private long _stored;
    private long _refused;

    /// <summary>Makes a sender; it starts with <see cref="Start"/>.</summary>
    /// <param name="run">The run that it is part of.</param>
    /// <param name="client">The connection that it posts on.</param>
    /// <param name="channels">The channels that it posts to, in turn.</param>
    /// <param name="fanOut">How many connections get each post.</param>
    /// <param name="window">Posts under way at once.</param>
    /// <param name="pause">How long a slot waits between an answer and its next post.</param>
    public Sender(LoadRun run, ChatClient client, IReadOnlyList<string> channels, int fanOut, int window, TimeSpan pause)
    {
        _run = run;
        _client = client;
        _channels = channels;
        _fanOut = fanOut;
        _pause = pause;
        _sentAt = new long[window];
    }

    /// <summary>Gets the posts that were stored.</summary>
    public long Stored => Volatile.Read(ref _stored);

    /// <summary>Gets the posts that were refused.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Gets the answer to the first refused post.</summary>
    public string? FirstRefusal { get; private set; }

    /// <summary>Gets the posts without an answer.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Gets the times from post to answer.</summary>
    public LatencyRecorder Latencies { get; } = new();

    /// <summary>Sends the first post of every slot.</summary>
    public void Start()
    {
        for (var slot = 0; slot < _sentAt.Length; slot++)
        {
            _run.Gate.Enter(this, slot);
        }
    }

    /// <summary>Sends one post.</summary>
    public void Post(int slot)
    {
        if (_run.Stopped || _client.Closed)
        {
            return;
        }

        Span<byte> text = stackalloc byte[PostText.Bytes];
        Span<byte> wire = stackalloc byte[IChatProtocol.PostBytesMax];
        var channel = _channels[(int)((uint)Interlocked.Increment(ref _nextChannel) % (uint)_channels.Count)];
        var now = TimeProvider.System.GetTimestamp();
        PostText.Write(text, now);
        var length = _client.Protocol.WritePost(wire, channel, slot, text);
        _sentAt[slot] = now;
        _run.Gate.Sent(_fanOut);
        Interlocked.Increment(ref _underWay);
        try
        {
            _client.Connection.Send(wire[..length]);
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // The read loop meets the same end and says so.
            Interlocked.Decrement(ref _underWay);
            _run.Gate.Sent(-_fanOut);
        }
    }

    /// <summary>Takes the answer to a slot's post and lets the next one go.</summary>
    public void OnAck(int slot, bool stored, ReadOnlySpan<byte> answer)
    {
        Interlocked.Decrement(ref _underWay);
        if (!stored)
        {
            // Nobody gets a refused post, so its deliveries are not waited for.
            _run.Gate.Sent(-_fanOut);
            Volatile.Write(ref _refused, _refused + 1);
            FirstRefusal ??= Encoding.UTF8.GetString(answer[..Math.Min(answer.Length, 200)]);
            _ = PostLater(slot, TimeSpan.FromMilliseconds(100));
            return;
        }

        if (_run.Recording)
        {
            Latencies.Record(TimeProvider.System.GetTimestamp() - _sentAt[slot]);
        }

        Volatile.Write(ref _stored, _stored + 1);
        if (_pause > TimeSpan.Zero)
        {
            _ = PostLater(slot, _pause);
        }
        else
        {
            _run.Gate.Enter(this, slot);
        }
    }

    private async Task PostLater(int slot, TimeSpan delay)
    {
        await Task.Delay(delay);
        _run.Gate.Enter(this, slot);
    }
}
