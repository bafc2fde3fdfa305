namespace OrleansSocial.Gateway.Sessions;

/// <summary>Counts what is written to a connection, so that it can be compared with what the peer has acknowledged.</summary>
internal sealed class CountingStream(Stream inner, TimeProvider clock) : Stream
{
    /// <summary>The server hands what is written to the kernel within far less.</summary>
    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _written;
    private long _writtenAt;

    /// <summary>Gets whether nothing was written lately.</summary>
    public bool IsQuiet => clock.GetElapsedTime(Interlocked.Read(ref _writtenAt)) > QuietTime;

    public long Written => Interlocked.Read(ref _written);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Writes what the WebSocket sends by itself (pings, pongs, close): a whole frame each.</summary>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await WriteFramesAsync(buffer, cancellationToken);

    /// <summary>Writes whole frames.</summary>
    /// <returns>How many bytes had been written before them.</returns>
    public async ValueTask<long> WriteFramesAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Counted first: whoever compares must never take less for written than the peer may acknowledge.
            var start = Interlocked.Add(ref _written, frames.Length) - frames.Length;
            Interlocked.Exchange(ref _writtenAt, clock.GetTimestamp());
            await inner.WriteAsync(frames, cancellationToken);
            return start;
        }
        finally
        {
            _turn.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _turn.Dispose();
        }

        base.Dispose(disposing);
    }
}
