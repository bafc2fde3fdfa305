namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Opens an archived channel for writes again (Slack: conversations.unarchive).</summary>
internal static class ConversationsUnarchive
{
    public static SlackMethod Method { get; } = new(
        "conversations.unarchive", SlackTokenKind.Any, Writes: true, ["channel"], [],
        ["channel_not_found", "not_in_channel", "not_archived", "cant_archive_general", "restricted_action", "method_not_supported_for_channel_type"],
        call => ArchiveCall.HandleAsync(call, archive: false), Summary: "Opens an archived channel for writes again.");
}
