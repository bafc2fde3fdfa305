using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Gateway.Tokens;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary><c>/socket-mode/TICKET</c>: uses the ticket up, opens the WebSocket, says hello, and reads acknowledgements.</summary>
internal sealed class SocketModeEndpoint(
    ClusterRouter clusters,
    TokenDirectory tokens,
    GatewayIdentity gateway,
    AppRegistry apps,
    SessionRegistry sessions,
    GatewayRegistration registration,
    IOptions<RtmOptions> rtmOptions,
    IOptions<SocketModeOptions> options,
    TimeProvider clock)
{
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(10);

    public async Task HandleAsync(HttpContext context)
    {
        if (!WebSocketUpgrade.IsAskedFor(context))
        {
            context.Response.Headers.Upgrade = "websocket";
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        if (!SocketModeTicket.TryParse(context.Request.RouteValues["ticket"] as string, out var team, out var app, out var secret))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (registration.IsStopping || sessions.Count + apps.Count >= rtmOptions.Value.SocketsMax)
        {
            Unavailable(context);
            return;
        }

        AppEntry entry;
        try
        {
            entry = await clusters.For(team).GetGrain<IAppGrain>(AppKey.Of(team, app)).Enter(secret, gateway.Id).WaitAsync(AnswerTimeMax, clock);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Unavailable(context);
            return;
        }

        if (entry.Error == AppEntryError.TooManySockets)
        {
            await RefuseAsync(context);
        }
        else if (entry is not { App: { } info } || await tokens.ResolveAsync(entry.TokenId) is not { State: TokenState.Good, App.IsAppLevel: true })
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            await RunAsync(context, entry, info);
        }
    }

    private static void Unavailable(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
    }

    private async Task RefuseAsync(HttpContext context)
    {
        await using var stream = await WebSocketUpgrade.AcceptAsync(context);
        using var webSocket = WebSocketUpgrade.SocketOf(stream, rtmOptions.Value);
        using var socket = new AppSocket(webSocket, string.Empty, clock);
        socket.Close(SocketModeFrames.TooManySockets);
        await socket.RunAsync();
    }

    private async Task RunAsync(HttpContext context, AppEntry entry, AppInfo app)
    {
        var hub = await apps.OpenAsync(app);
        AppSocket? added = null;
        try
        {
            await using var stream = await WebSocketUpgrade.AcceptAsync(context);
            using var webSocket = WebSocketUpgrade.SocketOf(stream, rtmOptions.Value);
            using var reader = new FrameReader(webSocket);
            using var socket = new AppSocket(webSocket, entry.TokenId, clock);
            socket.TrySend(SocketModeFrames.Hello(app.Id, entry.Sockets, gateway.Id, options.Value.ConnectionTime));
            apps.Opened(hub, added = socket);
            try
            {
                await RunAsync(context, hub, socket, reader);
            }
            finally
            {
                apps.Closed(hub, socket);
            }
        }
        finally
        {
            if (added is null)
            {
                apps.Opened(hub, null);
            }
        }
    }

    private async Task RunAsync(HttpContext context, AppHub hub, AppSocket socket, FrameReader reader)
    {
        var (writing, reading) = (socket.RunAsync(), ReadAsync(hub, reader));
        if (await Task.WhenAny(writing, reading) == writing)
        {
            // Closed from here: the app may answer, and may still acknowledge.
            await Task.WhenAny(reading, Task.Delay(SocketWriter.GoodbyeTimeMax, clock));
            if (!reading.IsCompleted)
            {
                context.Abort();
            }
        }

        await reading;
        socket.Close(null);
        await writing;
    }

    private async Task ReadAsync(AppHub hub, FrameReader reader)
    {
        var rate = new InboundRate(rtmOptions.Value, clock);
        try
        {
            while (!rate.IsFlood)
            {
                var (outcome, bytes) = await reader.ReadAsync(CancellationToken.None);
                try
                {
                    if (outcome != FrameOutcome.Text)
                    {
                        return;
                    }

                    rate.Take();
                    Accept(hub, bytes);
                }
                finally
                {
                    reader.Release();
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // The app is gone without a close frame.
        }
    }

    private void Accept(AppHub hub, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var frame = JsonElement.Parse(bytes.Span);
            if (frame.ValueKind == JsonValueKind.Object && frame.TryGetProperty("envelope_id", out var id) && id.ValueKind == JsonValueKind.String)
            {
                apps.OnAcknowledged(hub, id.GetString()!, frame.TryGetProperty("payload", out var payload) ? payload.GetRawText() : null);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not an acknowledgement: clients send nothing else that has a meaning.
        }
    }
}
