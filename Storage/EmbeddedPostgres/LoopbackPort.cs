using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace OrleansSocial.Storage.EmbeddedPostgres;

/// <summary>Finds TCP ports of the loopback interface for servers that are started again on the same port.</summary>
public static class LoopbackPort
{
    // Below the ports that Linux (32768) and the others (49152) hand out to clients. While a server with a port of
    // that range is down, a client that tries to reach it can be given this very port as its own, connect to itself,
    // and keep the server from coming back.
    private const int First = 20000;
    private const int Last = 32000;
    private const int TriesMax = 200;

    /// <summary>A port nobody listens on; another process may still take it first.</summary>
    /// <exception cref="InvalidOperationException">Every port that was tried is in use.</exception>
    public static int Find()
    {
        for (var i = 0; i < TriesMax; i++)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture, $"No free port of 127.0.0.1 between {First} and {Last} after {TriesMax} tries."));
    }

    /// <summary>Whether a server could listen on the port now.</summary>
    public static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // As servers do: a port with connections that only wait for their end (TIME_WAIT) is free.
            if (!OperatingSystem.IsWindows())
            {
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
            }

            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
