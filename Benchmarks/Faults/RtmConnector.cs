using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>Opens sockets: finds a live gateway, gets an address, and goes through a proxy where there is one.</summary>
public sealed class RtmConnector(
    FaultApi api,
    GatewayPool gateways,
    IReadOnlyDictionary<string, TcpFaultProxy> proxies,
    JsonlWriter http)
{
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Gets a fresh address by rtm.connect.</summary>
    /// <exception cref="WebSocketException">No gateway gave one.</exception>
    public async Task<string> AddressAsync(FaultMember member, CancellationToken cancellationToken)
    {
        var gateway = gateways.Next();
        var reply = await api.CallAsync(gateway, "rtm.connect", member.Token, new Dictionary<string, string>(StringComparer.Ordinal), http, cancellationToken);
        if (!reply.Ok && reply.RetryAfter is { } wait)
        {
            await Task.Delay(wait, cancellationToken);
        }

        return reply.Ok && reply.Text("url") is { } url
            ? url
            : throw new WebSocketException($"rtm.connect at {gateway}: {reply.Why}");
    }

    /// <summary>Opens the socket; an own client sends its cursors as the first frame.</summary>
    public async Task<ClientWebSocket> OpenAsync(
        string address,
        bool proxied,
        IReadOnlyDictionary<string, string>? cursors,
        CancellationToken cancellationToken)
    {
        var uri = new UriBuilder(address);
        if (cursors is not null)
        {
            uri.Query = string.IsNullOrEmpty(uri.Query) ? "own=1" : $"{uri.Query[1..]}&own=1";
        }

        if (proxied && proxies.TryGetValue($"http://{uri.Host}:{uri.Port}", out var proxy))
        {
            uri.Port = proxy.Port;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(OpenTimeout);
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        try
        {
            await socket.ConnectAsync(uri.Uri, timeout.Token);
            if (cursors is not null)
            {
                var resume = JsonSerializer.Serialize(new { type = "resume", cursors });
                await socket.SendAsync(Encoding.UTF8.GetBytes(resume), WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
