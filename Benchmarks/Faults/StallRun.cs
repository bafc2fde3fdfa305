using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>Sockets that stop reading, and a count of how many of them the server still holds.</summary>
public sealed class StallRun(FaultSetup setup, string gateway, TimeProvider time, TextWriter output) : IDisposable
{
    private const int ReceiveBufferBytes = 4 * 1024;
    private const int FrameBytesMax = 16 * 1024;
    private const string Established = "01";
    private static readonly string[] ConnectionTables = ["/proc/net/tcp", "/proc/net/tcp6"];
    private readonly FaultApi _api = new(time);
    private readonly List<ClientWebSocket> _open = [];
    private readonly HashSet<int> _ports = [];
    private readonly List<HttpMessageInvoker> _invokers = [];

    /// <summary>Opens them, says <c>stalled</c>, and each second prints how many connections the server still holds.</summary>
    public async Task<int> RunAsync(int sockets, TimeSpan length, CancellationToken cancellationToken)
    {
        for (var number = 0; number < sockets; number++)
        {
            await OpenAsync(setup.Main.Members[number % setup.Main.Members.Count], cancellationToken);
        }

        await output.WriteLineAsync("stalled");
        var end = _api.NowMs + length.TotalMilliseconds;
        var held = Held();
        while (_api.NowMs < end && held > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            held = Held();
            await output.WriteLineAsync($"held {held}");
            await output.FlushAsync(cancellationToken);
        }

        return held == 0 ? 0 : 1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _open.ForEach(s => s.Dispose());
        _invokers.ForEach(i => i.Dispose());
        _api.Dispose();
    }

    private async Task OpenAsync(FaultMember member, CancellationToken cancellationToken)
    {
        // Devices of their own: a session that is lost for good goes on, for half a minute, with whoever asks with its token.
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["email"] = member.Email, ["password"] = setup.Main.Password };
        var logIn = await _api.CallAsync(gateway, "social.logIn", token: null, form, log: null, cancellationToken);
        var token = logIn.Text("token") ?? throw new InvalidOperationException($"social.logIn: {logIn.Why}");
        var reply = await _api.CallAsync(gateway, "rtm.connect", token, new Dictionary<string, string>(StringComparer.Ordinal), log: null, cancellationToken);
        var url = reply.Text("url") ?? throw new InvalidOperationException($"rtm.connect: {reply.Why}");
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync };
        var invoker = new HttpMessageInvoker(handler);
        _invokers.Add(invoker);
        await socket.ConnectAsync(new Uri(url), invoker, cancellationToken);
        await socket.ReceiveAsync(new ArraySegment<byte>(new byte[FrameBytesMax]), cancellationToken);
        _open.Add(socket);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReceiveBufferBytes };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        _ports.Add(((System.Net.IPEndPoint)socket.LocalEndPoint!).Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    // The server's ends: rows whose remote port is ours and whose local port is the gateway's.
    private int Held()
    {
        var port = new Uri(gateway).Port;
        return ConnectionTables.Where(File.Exists).SelectMany(File.ReadLines).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(f => f.Length > 3 && f[3] == Established && PortOf(f[1]) == port && _ports.Contains(PortOf(f[2])));
    }

    private static int PortOf(string address)
    {
        var colon = address.LastIndexOf(':');
        return colon >= 0 && int.TryParse(address.AsSpan(colon + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port) ? port : -1;
    }
}
