using OrleansSocial.Gateway.Slack.AppRequests;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Runs an app's slash command in a channel: a <c>slash_commands</c> envelope to the app. Never repeated by itself: a command may do anything. Our own.</summary>
internal static class SocialCommandsRun
{
    private const int TextLengthMax = 4_000;

    public static SlackMethod Method { get; } = new(
        "social.commands.run", SlackTokenKind.User, Writes: false,
        ["channel", new("command: text", "The command with its slash."), new("text?", "What follows the command, at most 4,000 characters.")], [],
        [.. AppRequest.Errors, "command_not_found", "msg_too_long"],
        HandleAsync, Summary: "Runs an app's slash command in a channel.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var channel = await AppRequest.ChannelAsync(call);
        var (command, text) = (call.Arguments.Text("command"), call.Arguments.Text("text") ?? string.Empty);
        if (text.Length > TextLengthMax)
        {
            return SlackReply.Refused("msg_too_long");
        }

        var apps = call.Services.Clusters.Main.GetGrain<IAppsGrain>(0);
        if (!SocialAppsCommandsSet.IsCommand(command) || await call.ReadAsync(() => apps.AppOfCommand(call.Caller.Team, command!)) is not { } app)
        {
            return SlackReply.Refused("command_not_found");
        }

        var (team, user) = (await call.ReadAsync(() => call.Team.Profile()), await call.ReadAsync(() => call.Team.Member(call.Caller.User)));
        return await AppRequest.SendAsync(call, app, channel.Info.Id, null, "slash_commands", writer =>
        {
            writer.WriteString("team_id"u8, call.Caller.Team.Value);
            writer.WriteString("team_domain"u8, team?.Domain);
            writer.WriteString("channel_id"u8, channel.Info.Id.Value);
            writer.WriteString("channel_name"u8, ConversationWords.NameForApps(channel.Info));
            writer.WriteString("user_id"u8, call.Caller.User.Value);
            writer.WriteString("user_name"u8, user?.Name);
            writer.WriteString("command"u8, command);
            writer.WriteString("text"u8, text);
            writer.WriteString("is_enterprise_install"u8, "false"u8);
        });
    }
}
