using System.Collections.Immutable;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Addresses;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Presence;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Tokens;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Sessions;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>
/// <c>/rtm/TICKET</c>: claims the session, opens the WebSocket, says hello, and runs the socket. Own clients (<c>own=1</c>) name
/// their cursors in a first frame and get exactly what is newer.
/// </summary>
internal sealed class RtmEndpoint(
    ClusterRouter clusters,
    TokenDirectory tokens,
    GatewayBudgets budgets,
    GatewayIdentity gateway,
    IEventChains chains,
    SessionRegistry sessions,
    GatewayRegistration registration,
    IRtmCommands commands,
    RtmInstruments instruments,
    IOptions<RtmOptions> options,
    BaseUrls urls,
    TimeProvider clock)
{
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ResumeFrameTimeMax = TimeSpan.FromSeconds(5);

    private int _opening;

    public async Task HandleAsync(HttpContext context)
    {
        if (!WebSocketUpgrade.IsAskedFor(context))
        {
            context.Response.Headers.Upgrade = "websocket";
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        if (!RtmTicket.TryParse(context.Request.RouteValues["ticket"] as string, out var team, out var id))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (registration.IsStopping || sessions.Count + Volatile.Read(ref _opening) >= options.Value.SocketsMax)
        {
            Unavailable(context);
            return;
        }

        Interlocked.Increment(ref _opening);
        var isCounted = true;
        try
        {
            if (await ClaimInTurnAsync(context, team, id) is not { } opening)
            {
                return;
            }

            await RunAsync(context, opening, () =>
            {
                Interlocked.Decrement(ref _opening);
                isCounted = false;
            });
        }
        finally
        {
            if (isCounted)
            {
                Interlocked.Decrement(ref _opening);
            }
        }
    }

    private async Task<Opening?> ClaimInTurnAsync(HttpContext context, TeamId team, string id)
    {
        if (!await budgets.Opening.EnterAsync())
        {
            Unavailable(context);
            return null;
        }

        try
        {
            return await ClaimAsync(context, team, id);
        }
        finally
        {
            budgets.Opening.Leave();
        }
    }

    private async Task<Opening?> ClaimAsync(HttpContext context, TeamId team, string id)
    {
        try
        {
            var cluster = clusters.For(team);
            var claim = await cluster.GetGrain<ISessionsGrain>(ChainId.Of(team).GrainKey).Claim(id, gateway.Id).WaitAsync(AnswerTimeMax, clock);
            if (claim is not { Error: SessionError.None, Session: { } session })
            {
                context.Response.StatusCode = claim.Error == SessionError.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status503ServiceUnavailable;
                return null;
            }

            var identity = await tokens.ResolveAsync(session.TokenId);
            if (identity is null)
            {
                // Too many unseen tokens just now: that says nothing about this one.
                Unavailable(context);
                return null;
            }

            if (identity is not { State: TokenState.Good, Caller: { } caller } || caller.User != session.User)
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return null;
            }

            // The list first, then the head: every change of the list is an event up to that head.
            var own = ChainId.Of(team, session.User);
            var listing = cluster.GetGrain<IUserGrain>(own.GrainKey).Channels();
            var finding = cluster.GetGrain<ITeamGrain>(ChainId.Of(team).GrainKey).Member(session.User);
            await Task.WhenAll(listing, finding).WaitAsync(AnswerTimeMax, clock);
            var (channels, member) = (await listing, await finding);
            var head = await chains.RenewAsync(own);
            return new Opening(session, claim.TooOld, caller, member is not { Role: >= UserRole.Member }, channels, head.Head);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Unavailable(context);
            return null;
        }
    }

    private async Task RunAsync(HttpContext context, Opening opening, Action opened)
    {
        var isOwn = string.Equals(context.Request.Query["own"], "1", StringComparison.Ordinal);
        var url = RtmTicket.Url(urls.OfCaller(context.Request), opening.Session, context.Request.Query.ContainsKey(RtmTicket.PresenceInOneFrame));
        using var peer = PeerConnection.Of(context, options.Value);
        await using var stream = await WebSocketUpgrade.AcceptAsync(context);
        using var socket = WebSocketUpgrade.SocketOf(stream, options.Value);
        using var reader = new FrameReader(socket);
        var record = opening.Session;
        var named = isOwn ? await ReadResumeAsync(reader) : null;
        if (named is not null)
        {
            record = record with { Cursors = record.Cursors.SetItems(named) };
        }

        var queue = new OutboundQueue(options.Value, clock);
        using var writer = new SocketWriter(socket, queue, stream, peer, instruments, clock);
        var inOneFrame = string.Equals(context.Request.Query[RtmTicket.PresenceInOneFrame], "1", StringComparison.Ordinal);
        var session = new RtmSession(record, isOwn, writer, sessions.Host) { Presence = new SessionPresence(inOneFrame), IsGuest = opening.IsGuest };
        writer.Send(isOwn ? RtmFrames.HelloTo(record.Cursors) : RtmFrames.Hello);
        writer.Send(RtmFrames.ReconnectUrl(url));
        if (opening.IsTooOld)
        {
            TellTooOld(writer, opening, isOwn, named);
        }

        await sessions.AddAsync(session, opening.Channels, opening.OwnHead);
        opened();
        using var reminder = clock.CreateTimer(
            _ => writer.Send(RtmFrames.ReconnectUrl(url)), null, options.Value.ReconnectUrlPeriod, options.Value.ReconnectUrlPeriod);
        using var rtm = new RtmSocket(socket, reader, session, opening.Caller, commands, sessions.Host, options.Value);
        var (writing, reading) = (writer.RunAsync(), rtm.RunAsync());
        if (await Task.WhenAny(writing, reading) == writing)
        {
            // Closed from here: the peer may answer, but it is not waited for longer than for the goodbye.
            await Task.WhenAny(reading, Task.Delay(SocketWriter.GoodbyeTimeMax, clock));
            if (!reading.IsCompleted)
            {
                // Ends the read that is under way; the socket's own abort would leave it waiting.
                context.Abort();
            }
        }

        await reading;
        await sessions.RemoveAsync(session);
        await writing;
        if (socket.State is not (WebSocketState.Closed or WebSocketState.CloseSent))
        {
            // Whatever the server still holds for a peer that does not take it goes with the connection.
            context.Abort();
        }
    }

    /// <summary>The session was lost too long ago: what happened since, where the client has not named its own place, is in history.</summary>
    private void TellTooOld(SocketWriter writer, Opening opening, bool isOwn, ImmutableDictionary<string, long>? named)
    {
        instruments.Resync();
        if (!isOwn)
        {
            writer.Close(SocketEnd.Resync);
            return;
        }

        foreach (var channel in opening.Channels.Where(c => named?.ContainsKey(c.Channel.Value) != true).Take(options.Value.QueueFramesMax / 2))
        {
            writer.Send(RtmFrames.Resync(channel.Channel.Value));
        }
    }

    private async Task<ImmutableDictionary<string, long>?> ReadResumeAsync(FrameReader reader)
    {
        using var patience = new CancellationTokenSource(ResumeFrameTimeMax, clock);
        try
        {
            var (outcome, bytes) = await reader.ReadAsync(patience.Token);
            return outcome == FrameOutcome.Text ? Cursors(JsonElement.Parse(bytes.Span)) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or OperationCanceledException)
        {
            return null;
        }
        finally
        {
            reader.Release();
        }
    }

    private static ImmutableDictionary<string, long>? Cursors(JsonElement frame)
    {
        if (frame.ValueKind != JsonValueKind.Object
            || !frame.TryGetProperty("type", out var type) || !type.ValueEquals("resume")
            || !frame.TryGetProperty("cursors", out var named) || named.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var cursors = ImmutableDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var cursor in named.EnumerateObject())
        {
            if (cursor.Value.ValueKind == JsonValueKind.String && MessageTs.TryParse(cursor.Value.GetString(), out var ts))
            {
                cursors[cursor.Name] = ts.Micros;
            }
        }

        return cursors.ToImmutable();
    }

    private static void Unavailable(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
    }

    private sealed record Opening(SessionRecord Session, bool IsTooOld, Caller Caller, bool IsGuest, ImmutableArray<UserChannel> Channels, long OwnHead);
}
