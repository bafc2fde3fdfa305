using System.Net;
using System.Net.Sockets;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>Stands between clients and one gateway, and cuts them off when it is told to.</summary>
public sealed class TcpFaultProxy : IDisposable
{
    private const int CopyBufferBytes = 16 * 1024;
    private const int ConnectionsMax = 1_000;
    private readonly Uri _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _open = [];
    private bool _cut;

    /// <summary>Starts to listen on a free port.</summary>
    public TcpFaultProxy(string gateway)
    {
        _target = new Uri(gateway);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The port on loopback that clients use instead of the gateway's.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Resets every connection and refuses new ones until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _cut = true;
            foreach (var socket in _open)
            {
                // Linger 0: the peer sees a reset, as after a cable was pulled and the address came back.
                socket.LingerState = new LingerOption(true, 0);
                socket.Dispose();
            }

            _open.Clear();
        }
    }

    /// <summary>Lets connections through again.</summary>
    public void Mend()
    {
        lock (_lock)
        {
            _cut = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopped.Cancel();
        _listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_stopped.IsCancellationRequested)
            {
                var client = await _listener.AcceptSocketAsync(_stopped.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        try
        {
            if (!Keep(client, server))
            {
                return;
            }

            await server.ConnectAsync(_target.Host, _target.Port, _stopped.Token);
            await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The end of either side ends both.
        }
        finally
        {
            lock (_lock)
            {
                _open.Remove(client);
                _open.Remove(server);
            }

            client.Dispose();
            server.Dispose();
        }
    }

    private bool Keep(Socket client, Socket server)
    {
        lock (_lock)
        {
            if (_cut || _open.Count >= ConnectionsMax)
            {
                client.LingerState = new LingerOption(true, 0);
                return false;
            }

            _open.Add(client);
            _open.Add(server);
            return true;
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[CopyBufferBytes];
        try
        {
            for (; ; )
            {
                var read = await from.ReceiveAsync(buffer);
                if (read == 0)
                {
                    return;
                }

                var sent = 0;
                while (sent < read)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The end of either side ends both.
        }
    }
}
