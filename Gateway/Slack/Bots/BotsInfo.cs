using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Bots;

/// <summary>Describes a bot, a bot's own token its own by default (Slack: bots.info).</summary>
internal static class BotsInfo
{
    private const int BotIdLengthMax = 40;
    private const long MicrosPerSecond = 1_000_000;

    public static SlackMethod Method { get; } = new(
        "bots.info", SlackTokenKind.Any, Writes: false,
        [new("bot?", "The bot's id. Absent: the calling bot's.")],
        [new("bot: object", ["id: bot_id", "deleted", "name", "updated", new("app_id: text", "Always empty."), "user_id", new("icons: object", "Always empty.")])],
        ["bot_not_found", "missing_argument"],
        HandleAsync, Summary: "Describes a bot.", NotServed: "the bot's app and icons (both are empty)");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        if ((call.Arguments.Text("bot") ?? call.Caller.BotId) is not { } id)
        {
            return SlackReply.Refused("missing_argument");
        }

        return id.Length <= BotIdLengthMax && await call.ReadAsync(() => call.Team.Bot(id)) is { } bot ? Reply(id, bot) : SlackReply.Refused("bot_not_found");
    }

    private static SlackReply Reply(string id, UserProfile bot) => SlackReply.Ok(writer =>
    {
        writer.WriteStartObject("bot"u8);
        writer.WriteString("id"u8, id);
        writer.WriteBoolean("deleted"u8, bot.Deleted);
        writer.WriteString("name"u8, bot.RealName);
        writer.WriteNumber("updated"u8, bot.UpdatedTs / MicrosPerSecond);
        writer.WriteString("app_id"u8, string.Empty);
        writer.WriteString("user_id"u8, bot.Id.Value);
        writer.WriteStartObject("icons"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
