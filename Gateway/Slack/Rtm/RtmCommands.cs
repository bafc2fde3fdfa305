using System.Text.Json;
using Microsoft.Extensions.Logging;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Gateway.Slack.Chat;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>Posts what clients write on their sockets: a frame is chat.postMessage with text, thread and client_msg_id.</summary>
internal sealed partial class RtmCommands(SlackServices services, ILogger<RtmCommands> logger) : IRtmCommands
{
    private const int SlowDown = -1;
    private const int TextMissing = 2;
    private const int OtherError = 1;

    private static readonly Uri NoUrl = new("http://localhost/");
    private static readonly string[] Fields = ["channel", "text", "thread_ts", "reply_broadcast", "client_msg_id", "blocks", "attachments", "metadata"];

    /// <inheritdoc/>
    public void Typing(Caller caller, JsonElement frame)
    {
        // Channels that this gateway has not seen exist are not asked: a frame that costs nothing must not make grains.
        if (ChannelId.TryParse(Text(frame, "channel"), out var channel) && services.Channels.IsSeen(caller.Team, channel))
        {
            long? thread = MessageTs.TryParse(Text(frame, "thread_ts"), out var ts) ? ts.Micros : null;
            _ = services.Clusters.For(caller.Team).GetGrain<IChannelGrain>(ChainId.Of(caller.Team, channel).GrainKey).Typing(caller, thread);
        }
    }

    private static string? Text(JsonElement frame, string name) =>
        frame.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <inheritdoc/>
    public async Task<RtmReply> PostAsync(Caller caller, string tokenId, JsonElement frame, CancellationToken cancellationToken)
    {
        var id = IdOf(frame);
        try
        {
            if (!services.Limits.TryTake(tokenId, ChatPostMessage.Name, ChatPostMessage.Method.Tier, out _))
            {
                return Error(id, SlowDown, "slow down, too many messages...");
            }

            var arguments = Read(frame);
            var key = arguments.Text("client_msg_id") is { } clientId ? KeyOf(caller, clientId) : DedupeKeys.New(services.Time);
            var call = new SlackCall(ChatPostMessage.Method, arguments, services, NoUrl) { Caller = caller, TokenId = tokenId, DedupeKey = key };
            var (channel, result) = await ChatPostMessage.PostAsync(call);
            return result switch
            {
                { Error: PostError.None } => Acknowledge(id, channel.Value, result),
                { Error: PostError.Busy } => Error(id, SlowDown, "slow down, too many messages..."),
                _ => Error(id, OtherError, (await GuestSight.ShownAsync(services, caller, SlackError.From(result.Error)))!),
            };
        }
        catch (SlackRefusedException e) when (e.Reply.Status == 429)
        {
            return Error(id, SlowDown, "slow down, too many messages...");
        }
        catch (SlackRefusedException e)
        {
            return string.Equals(e.Reply.Error, "no_text", StringComparison.Ordinal)
                ? Error(id, TextMissing, "message text is missing")
                : Error(id, OtherError, e.Reply.Error!);
        }
        catch (OutcomeUnknownException)
        {
            // "Not stored" would be a guess: no reply, so that the client's own time-out decides.
            return default;
        }
        catch (Exception e)
        {
            PostFailed(logger, e);
            return default;
        }
    }

    /// <inheritdoc/>
    public string? TextOf(string text) => text.Length > 0 ? MessageText.Escape(text) : null;

    private static Guid KeyOf(Caller caller, string clientId) => clientId.Length <= DedupeKeys.ClientKeyLengthMax
        ? DedupeKeys.Of(caller.User, clientId)
        : throw new SlackRefusedException(SlackError.InvalidArguments);

    private static SlackArguments Read(JsonElement frame)
    {
        var arguments = new SlackArguments();
        try
        {
            foreach (var name in Fields)
            {
                if (frame.TryGetProperty(name, out var value) && JsonArguments.Value(value) is { } text)
                {
                    arguments.Add(name, text);
                }
            }
        }
        catch (InvalidOperationException e)
        {
            throw new SlackRefusedException(SlackError.InvalidArguments, e);
        }

        return arguments;
    }

    private static long? IdOf(JsonElement frame) =>
        frame.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) ? number : null;

    private static RtmReply Acknowledge(long? id, string channel, PostResult result)
    {
        var frame = FrameWriter.Write(default, writer =>
        {
            writer.WriteBoolean("ok"u8, true);
            WriteId(writer, id);
            writer.WriteTs("ts"u8, result.Ts);
            writer.WriteString("text"u8, result.Message?.Text ?? string.Empty);
            writer.WriteNumber("position"u8, result.Message?.Position ?? 0);
        });
        return new RtmReply(frame, channel, result.Ts);
    }

    private static RtmReply Error(long? id, int code, string message)
    {
        var frame = FrameWriter.Write(default, writer =>
        {
            writer.WriteBoolean("ok"u8, false);
            WriteId(writer, id);
            writer.WriteStartObject("error"u8);
            writer.WriteNumber("code"u8, code);
            writer.WriteString("msg"u8, message);
            writer.WriteEndObject();
        });
        return new RtmReply(frame, null, 0);
    }

    private static void WriteId(Utf8JsonWriter writer, long? id)
    {
        if (id is { } number)
        {
            writer.WriteNumber("reply_to"u8, number);
        }
    }

    [LoggerMessage(EventId = 4102, Level = LogLevel.Error, Message = "A post over a socket failed")]
    private static partial void PostFailed(ILogger logger, Exception exception);
}
