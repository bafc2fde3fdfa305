using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>
/// The TCP connection below a socket. It has a descriptor of its own, because the server closes its one as soon as the
/// connection breaks.
/// </summary>
internal sealed class PeerConnection : IDisposable
{
    // TCP_INFO of linux/tcp.h: level and name of the option; its first byte is the state.
    private const int SolTcp = 6;
    private const int TcpInfo = 11;
    private const byte Established = 1;

    private readonly Lock _gate = new();
    private int _descriptor;

    private PeerConnection(int descriptor) => _descriptor = descriptor;

    /// <summary>Finds a request's connection, and bounds what the kernel takes for it.</summary>
    public static PeerConnection Of(HttpContext context, RtmOptions options)
    {
        var socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (socket is not null)
        {
            socket.SendBufferSize = options.SendBufferBytes;
        }

        return new PeerConnection(socket is not null && OperatingSystem.IsLinux() ? Native.Duplicate((int)socket.Handle) : -1);
    }

    /// <summary>Tells whether the peer has ended the connection, even if nobody here has read that yet. Linux only; elsewhere false.</summary>
    public bool IsGone()
    {
        lock (_gate)
        {
            var state = new byte[1];
            var length = state.Length;
            return _descriptor >= 0
                && Native.GetOption(_descriptor, SolTcp, TcpInfo, state, ref length) == 0
                && state[0] != Established;
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
