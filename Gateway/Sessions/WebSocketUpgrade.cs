using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>
/// The opening handshake (RFC 6455, 4.2.2). Done here and not by the middleware because the connection's stream is needed
/// beside the socket: events' frames are written to it as they are, and pongs are read from it.
/// </summary>
internal static class WebSocketUpgrade
{
    private const string Version = "13";
    private static readonly byte[] AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8.ToArray();

    /// <summary>Tells whether a request asks for a WebSocket.</summary>
    public static bool IsAskedFor(HttpContext context)
    {
        var headers = context.Request.Headers;
        return HttpMethods.IsGet(context.Request.Method)
            && context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && string.Equals(headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase)
            && string.Equals(headers.SecWebSocketVersion, Version, StringComparison.Ordinal)
            && Convert.TryFromBase64String(headers.SecWebSocketKey.ToString(), stackalloc byte[32], out var length) && length == 16;
    }

    /// <summary>Answers the handshake.</summary>
    public static async Task<FrameStream> AcceptAsync(HttpContext context)
    {
        var key = Encoding.ASCII.GetBytes(context.Request.Headers.SecWebSocketKey.ToString());

        // Not for secrecy: the protocol names the hash.
#pragma warning disable CA5350
        var accept = Convert.ToBase64String(SHA1.HashData([.. key, .. AcceptSuffix]));
#pragma warning restore CA5350
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = accept;
        return new FrameStream(await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync());
    }

    /// <summary>Makes the socket. Its pings find a dead peer within interval + time-out.</summary>
    public static WebSocket SocketOf(Stream stream, RtmOptions options) => WebSocket.CreateFromStream(stream, new WebSocketCreationOptions
    {
        IsServer = true,
        KeepAliveInterval = options.KeepAliveInterval,
        KeepAliveTimeout = options.KeepAliveTimeout,
    });
}
