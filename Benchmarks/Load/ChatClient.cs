using OrleansSocial.Benchmarks.Wire;

namespace OrleansSocial.Benchmarks.Load;

/// <summary>One connection that receives, and posts if a sender was attached.</summary>
internal sealed class ChatClient(LoadConnection connection, IChatProtocol protocol) : IMessageSink, IChatSink, IAsyncDisposable
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoadRun? _run;
    private Sender? _sender;
    private LatencyRecorder? _latencies;
    private int _pendingCount;
    private long _delivered;
    private volatile bool _closed;

    /// <summary>Gets the posts that arrived, of the whole life of the connection.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Gets a value indicating whether the server has ended the connection.</summary>
    public bool Closed => _closed;

    /// <summary>Gets the connection.</summary>
    public LoadConnection Connection => connection;

    /// <summary>Gets how it speaks.</summary>
    public IChatProtocol Protocol => protocol;

    /// <summary>Gets the task that ends when the server is ready to take posts.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Starts to read.</summary>
    public void Start() => connection.Start(this);

    /// <summary>Makes the client part of a run.</summary>
    public void Attach(LoadRun run, Sender? sender, LatencyRecorder? latencies)
    {
        _sender = sender;
        _latencies = latencies;
        _run = run;
    }

    /// <inheritdoc/>
    public void OnMessage(ReadOnlySpan<byte> message) => protocol.Read(message, this);

    /// <inheritdoc/>
    public void OnReadDone()
    {
        if (_pendingCount == 0)
        {
            return;
        }

        Volatile.Write(ref _delivered, _delivered + _pendingCount);
        _run?.Gate.Delivered(_pendingCount);
        _pendingCount = 0;
    }

    /// <inheritdoc/>
    public void OnClosed(Exception? error)
    {
        _closed = true;
        _ready.TrySetException(error ?? new InvalidDataException("the server closed the connection before it was ready"));
    }

    /// <inheritdoc/>
    public void OnReady() => _ready.TrySetResult();

    /// <inheritdoc/>
    public void OnAck(int slot, bool stored, ReadOnlySpan<byte> answer) => _sender?.OnAck(slot, stored, answer);

    /// <inheritdoc/>
    public void OnDelivery(ReadOnlySpan<byte> message)
    {
        _pendingCount++;
        if (_latencies is not null && _run is { Recording: true } && PostText.ReadClock(message) is var sent and > 0)
        {
            _latencies.Record(TimeProvider.System.GetTimestamp() - sent);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
