using System.Text.Json;
using OrleansSocial.Gateway.Slack.AppRequests;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Reports that the caller used an element of an app's message, such as a button: an <c>interactive</c> envelope to the app. Our own.</summary>
internal static class SocialActionsReport
{
    private const int ValueLengthMax = 2_000;
    private const string Element = "button";

    public static SlackMethod Method { get; } = new(
        "social.actions.report", SlackTokenKind.User, Writes: false,
        [
            "channel", "message_ts", new("action_id: text", "The element's action_id."), new("block_id?: text", "Its block's block_id."),
            new("value?", "What the member chose; of a button, the message tells it."),
        ],
        [],
        [.. AppRequest.Errors, "message_not_found", "action_not_found"],
        HandleAsync, Summary: "Reports that the caller used an element of an app's message, such as a button.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var channel = await AppRequest.ChannelAsync(call);
        var ts = call.Arguments.Ts("message_ts", SlackError.MessageNotFound);
        var found = await call.AskAsync(channel.Info.Id, grain => grain.Find(call.Caller, ts));
        if (found is not { Error: PostError.None, Message: { } message })
        {
            return found.Error == PostError.None ? SlackReply.Refused(SlackError.MessageNotFound) : SlackError.Reply(found.Error, found.RetryAfter);
        }

        var apps = call.Services.Clusters.Main.GetGrain<IAppsGrain>(0);
        if (ActionOf(call, message) is not { } action
            || await call.ReadAsync(() => apps.AppOfBot(call.Caller.Team, new UserId(message.Author))) is not { } app)
        {
            return SlackReply.Refused("action_not_found");
        }

        var (team, user) = (await call.ReadAsync(() => call.Team.Profile()), await call.ReadAsync(() => call.Team.Member(call.Caller.User)));
        return await AppRequest.SendAsync(call, app, channel.Info.Id, ts, "interactive", writer =>
        {
            writer.WriteString("type"u8, "block_actions"u8);
            writer.WriteStartObject("user"u8);
            writer.WriteString("id"u8, call.Caller.User.Value);
            writer.WriteString("username"u8, user?.Name);
            writer.WriteString("name"u8, user?.Name);
            writer.WriteString("team_id"u8, call.Caller.Team.Value);
            writer.WriteEndObject();
            writer.WriteStartObject("team"u8);
            writer.WriteString("id"u8, call.Caller.Team.Value);
            writer.WriteString("domain"u8, team?.Domain);
            writer.WriteEndObject();
            writer.WriteStartObject("container"u8);
            writer.WriteString("type"u8, "message"u8);
            writer.WriteTs("message_ts"u8, ts.Micros);
            writer.WriteString("channel_id"u8, channel.Info.Id.Value);
            writer.WriteBoolean("is_ephemeral"u8, false);
            writer.WriteEndObject();
            writer.WriteStartObject("channel"u8);
            writer.WriteString("id"u8, channel.Info.Id.Value);
            writer.WriteString("name"u8, ConversationWords.NameForApps(channel.Info));
            writer.WriteEndObject();
            writer.WriteNull("enterprise"u8);
            writer.WriteBoolean("is_enterprise_install"u8, false);
            writer.WritePropertyName("message"u8);
            MessageJson.Write(writer, message, call.Caller.Team);
            writer.WriteStartObject("state"u8);
            writer.WriteStartObject("values"u8);
            writer.WriteEndObject();
            writer.WriteEndObject();
            WriteAction(writer, call, action);
        });
    }

    private static void WriteAction(Utf8JsonWriter writer, SlackCall call, (JsonElement Block, JsonElement Element) action)
    {
        writer.WriteStartArray("actions"u8);
        writer.WriteStartObject();
        writer.WriteString("block_id"u8, Text(action.Block, "block_id") ?? string.Empty);
        foreach (var property in action.Element.EnumerateObject())
        {
            if (!property.NameEquals("value"u8))
            {
                property.WriteTo(writer);
            }
        }

        // A button's value is what the app gave it, whatever the client says; of other elements it is what the member chose.
        var isButton = string.Equals(Text(action.Element, "type"), Element, StringComparison.Ordinal);
        if ((isButton ? Text(action.Element, "value") : call.Arguments.Text("value")) is { } value)
        {
            writer.WriteString("value"u8, value[..Math.Min(value.Length, ValueLengthMax)]);
        }

        writer.WriteTs("action_ts"u8, (call.Services.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    /// <summary>Finds the element in the message as it is stored: nobody can make up a click.</summary>
    private static (JsonElement Block, JsonElement Element)? ActionOf(SlackCall call, Message message)
    {
        var (id, block) = (call.Arguments.Required("action_id"), call.Arguments.Text("block_id"));
        if (message.Extras is null || !JsonElement.Parse(message.Extras).TryGetProperty(EventExtras.Blocks, out var blocks))
        {
            return null;
        }

        foreach (var candidate in blocks.EnumerateArray())
        {
            if (block is not null && !string.Equals(Text(candidate, "block_id"), block, StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var element in ElementsOf(candidate))
            {
                if (string.Equals(Text(element, "action_id"), id, StringComparison.Ordinal))
                {
                    return (candidate, element);
                }
            }
        }

        return null;
    }

    private static IEnumerable<JsonElement> ElementsOf(JsonElement block)
    {
        if (block.TryGetProperty("elements", out var elements) && elements.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in elements.EnumerateArray())
            {
                yield return element;
            }
        }

        if (block.TryGetProperty("accessory", out var accessory))
        {
            yield return accessory;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
