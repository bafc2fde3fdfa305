using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>
/// How much of what was written to a connection its peer has acknowledged: what is lost with a dead connection was never
/// acknowledged. Linux and plain TCP only; elsewhere nothing is known, and a session goes back by time instead.
/// It has a descriptor of its own, because the server closes its one as soon as the connection breaks.
/// </summary>
internal sealed class PeerProgress : IDisposable
{
    /// <summary>How far a session goes back where acknowledgements are not known.</summary>
    public static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(5);

    // TCP_INFO of linux/tcp.h: level and name of the option, and where its fields stand (the state is the first byte) (kernel 4.6 and later).
    private const int SolTcp = 6;
    private const int TcpInfo = 11;
    private const byte Established = 1;
    private const int UnackedAt = 24;
    private const int BytesAckedAt = 120;
    private const int NotSentBytesAt = 144;
    private const int BytesNeeded = NotSentBytesAt + sizeof(uint);

    private readonly Lock _gate = new();
    private int _descriptor;
    private CountingStream? _stream;
    private long? _ackedBefore;

    private PeerProgress(int descriptor) => _descriptor = descriptor;

    /// <summary>Gets whether acknowledgements can be told from now on.</summary>
    public bool IsKnown => _ackedBefore is not null || _descriptor < 0;

    /// <summary>Finds a request's connection, and bounds what the kernel takes for it.</summary>
    public static PeerProgress Of(HttpContext context, RtmOptions options)
    {
        var socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (socket is not null)
        {
            socket.SendBufferSize = options.SendBufferBytes;
        }

        return new PeerProgress(
            socket is not null && OperatingSystem.IsLinux() && !context.Request.IsHttps ? Native.Duplicate((int)socket.Handle) : -1);
    }

    /// <summary>Begins to compare; nothing has been written to the stream yet.</summary>
    public void Start(CountingStream stream) => _stream = stream;

    /// <summary>Tells how many bytes of the stream have been acknowledged, or null when it is not known.</summary>
    public long? Confirmed()
    {
        lock (_gate)
        {
            Calibrate();
            return _ackedBefore is { } before && Read() is { } now ? now.Acked - before : null;
        }
    }

    /// <summary>Tells whether the peer has ended the connection, even if nobody here has read that yet.</summary>
    public bool IsPeerGone()
    {
        lock (_gate)
        {
            var info = new byte[256];
            var length = info.Length;
            return _descriptor >= 0
                && Native.GetOption(_descriptor, SolTcp, TcpInfo, info, ref length) == 0
                && info[0] != Established;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_descriptor >= 0)
            {
                _ = Native.Close(_descriptor);
                _descriptor = -1;
            }
        }
    }

    /// <summary>
    /// When everything has been acknowledged, what was acknowledged beyond the stream is the server's answer to the handshake.
    /// A moment at which bytes were still on their way to the kernel gives too little; the largest is the right one.
    /// </summary>
    private void Calibrate()
    {
        if (_stream is not { } stream)
        {
            return;
        }

        var written = stream.Written;
        if (stream.IsQuiet && Read() is { Outstanding: 0 } now && stream.Written == written)
        {
            _ackedBefore = Math.Max(_ackedBefore ?? long.MinValue, now.Acked - written);
        }
    }

    private (long Acked, long Outstanding)? Read()
    {
        if (_descriptor < 0)
        {
            return null;
        }

        var info = new byte[256];
        var length = info.Length;
        return Native.GetOption(_descriptor, SolTcp, TcpInfo, info, ref length) == 0 && length >= BytesNeeded
            ? (BinaryPrimitives.ReadInt64LittleEndian(info.AsSpan(BytesAckedAt)),
                BinaryPrimitives.ReadUInt32LittleEndian(info.AsSpan(UnackedAt)) + BinaryPrimitives.ReadUInt32LittleEndian(info.AsSpan(NotSentBytesAt)))
            : null;
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "dup")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Duplicate(int descriptor);

        [DllImport("libc", EntryPoint = "close")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int descriptor);

        [DllImport("libc", EntryPoint = "getsockopt")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int GetOption(int descriptor, int level, int name, [Out] byte[] value, ref int length);
    }
}
