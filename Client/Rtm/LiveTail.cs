using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using OrleansSocial.Client.Api;

namespace OrleansSocial.Client.Rtm;

/// <summary>
/// Everything that happens in the caller's channels, once and in the order of each channel, for as long as it is read.
/// A lost socket is opened again with the place of each channel, and the server sends exactly what is newer.
/// </summary>
/// <param name="api">The calls.</param>
/// <param name="cursors">What was shown.</param>
/// <param name="time">The clock of the pauses.</param>
/// <param name="notice">Tells what the connection does.</param>
/// <param name="keepAlive">How often the gateway is pinged; null: <see cref="RtmSocket.KeepAlive"/>.</param>
internal sealed class LiveTail(ApiClient api, TailCursors cursors, TimeProvider time, Action<string> notice, TimeSpan? keepAlive = null)
{
    /// <summary>Frames read ahead of the reader; past them the socket is not read, and the gateway sees a slow client.</summary>
    private const int FramesAheadMax = 1000;

    private const int HistoryPageSize = 200;

    // A conversation began before its first message came: a moment before what was shown last elsewhere, say.
    private const int BegunBeforeSeconds = 10;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    private readonly Queue<(string Channel, string Since, string UpTo)> begun = new();
    private bool connectedOnce;

    /// <summary>Reads events until cancelled.</summary>
    /// <exception cref="ApiException">The login is no longer good, or the server does not know the methods.</exception>
    /// <exception cref="UnreachableException">There was no server from the start.</exception>
    public async IAsyncEnumerable<JsonElement> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var frames = Channel.CreateBounded<JsonElement>(FramesAheadMax);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pump = PumpAsync(frames.Writer, stop.Token);
        try
        {
            await foreach (var item in frames.Reader.ReadAllAsync(cancellationToken))
            {
                yield return item;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await pump;
        }
    }

    private async Task PumpAsync(ChannelWriter<JsonElement> frames, CancellationToken cancellationToken)
    {
        Exception? end = null;
        try
        {
            await ReconnectAsync(frames, cancellationToken);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            end = e;
        }

        frames.TryComplete(end);
    }

    private async Task ReconnectAsync(ChannelWriter<JsonElement> frames, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var socket = await RtmSocket.OpenAsync(api, cursors, keepAlive ?? RtmSocket.KeepAlive, cancellationToken);
                if (await ReadAsync(socket, frames, cancellationToken))
                {
                    pause = FirstPause;
                }

                notice("connection lost, reconnecting");
            }
            catch (Exception e) when (
                (e is UnreachableException || (e is ApiException refused && !ErrorWords.IsFinal(refused.Error)))
                && (connectedOnce || attempt < ApiClient.AttemptsMax))
            {
                // A server that went away is waited for as long as the caller likes; one that was never there is a wrong address.
                notice(e.Message);
            }

            // Spread out: after a crash of a gateway all its clients come at once.
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), time, cancellationToken);
            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
        }
    }

    /// <returns>Whether the gateway said hello.</returns>
    private async Task<bool> ReadAsync(RtmSocket socket, ChannelWriter<JsonElement> frames, CancellationToken cancellationToken)
    {
        var greeted = false;
        await foreach (var frame in socket.FramesAsync(cancellationToken))
        {
            switch (frame.Text("type"))
            {
                case "hello":
                    greeted = true;
                    notice("connected");
                    await BeginAsync(frame.Child("cursors"), frames, cancellationToken);
                    break;
                case "goodbye":
                    await socket.CloseAsync();
                    return greeted;
                case "resync" when frame.Text("channel") is { } channel:
                    await ResyncAsync(channel, frames, cancellationToken);
                    break;
                default:
                    await TakeAsync(frame, frames, cancellationToken);
                    break;
            }
        }

        return greeted;
    }

    /// <summary>A conversation that began while there was no connection has no place here: its messages up to the server's place come from history.</summary>
    private async Task BeginAsync(JsonElement places, ChannelWriter<JsonElement> frames, CancellationToken cancellationToken)
    {
        var (newest, isFirst) = (cursors.Newest, !connectedOnce);
        connectedOnce = true;
        foreach (var channel in cursors.Begin(places))
        {
            if (!isFirst && newest is not null)
            {
                begun.Enqueue((channel, Before(newest), cursors.Of(channel)!));
            }
        }

        // What a reading that fails leaves out is read after the next hello.
        while (begun.TryPeek(out var next))
        {
            foreach (var message in await BegunAsync(new HistoryRange(next.Channel, next.Since), cancellationToken))
            {
                // Anything later comes live.
                if (message.Text("ts") is { } ts && string.CompareOrdinal(ts, next.UpTo) <= 0)
                {
                    await frames.WriteAsync(message.WithChannel(next.Channel, ts), cancellationToken);
                }
            }

            begun.Dequeue();
        }
    }

    private async Task<IReadOnlyList<JsonElement>> BegunAsync(HistoryRange range, CancellationToken cancellationToken)
    {
        try
        {
            return await new ChannelHistory(api).ReadAsync(range, int.MaxValue, HistoryPageSize, cancellationToken);
        }
        catch (ApiException e) when (e.Error is "channel_not_found" or "not_in_channel")
        {
            // Left again, or closed to us, since.
            return [];
        }
    }

    private static string Before(string ts) =>
        decimal.TryParse(ts, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? (seconds - BegunBeforeSeconds).ToString("F6", CultureInfo.InvariantCulture)
            : ts;

    private async Task TakeAsync(JsonElement frame, ChannelWriter<JsonElement> frames, CancellationToken cancellationToken)
    {
        if (frame.Text("subtype") is "message_replied")
        {
            // A second frame of a reply, about its parent: the reply itself is shown.
            return;
        }

        var isNew = IsEphemeral(frame)
            || (ChannelOf(frame) is { } channel && frame.Text("event_ts") is { } eventTs
                && cursors.Advance(channel, eventTs, $"{frame.Text("type")}/{frame.Text("subtype")}"));
        if (isNew)
        {
            await frames.WriteAsync(frame, cancellationToken);
        }
    }

    /// <summary>Too much was missed for the event chain: the messages come from history, then the chain goes on.</summary>
    private async Task ResyncAsync(string channel, ChannelWriter<JsonElement> frames, CancellationToken cancellationToken)
    {
        notice($"much was missed in {channel}: reading its history");
        var range = new HistoryRange(channel, Oldest: cursors.Of(channel));
        foreach (var message in await new ChannelHistory(api).ReadAsync(range, int.MaxValue, HistoryPageSize, cancellationToken))
        {
            if (message.Text("ts") is { } ts && cursors.Advance(channel, ts, $"message/{message.Text("subtype")}"))
            {
                await frames.WriteAsync(message.WithChannel(channel, ts), cancellationToken);
            }
        }
    }

    /// <summary>Finds the channel in whose chain an event is; null for what belongs to the member or the team.</summary>
    public static string? ChannelOf(JsonElement frame) => frame.Text("type") switch
    {
        "message" when IsEphemeral(frame) => null,
        "message" or "member_joined_channel" or "member_left_channel" => frame.Text("channel"),
        "reaction_added" or "reaction_removed" => frame.Child("item").Text("channel"),
        _ => null,
    };

    // Its place is in the member's own chain: a cursor of its channel that took it over would pass by what the channel has before it.
    private static bool IsEphemeral(JsonElement frame) => frame.Flag("is_ephemeral");
}
