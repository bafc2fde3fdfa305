namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Closes a channel for writes (Slack: conversations.archive).</summary>
internal static class ConversationsArchive
{
    public static SlackMethod Method { get; } = new(
        "conversations.archive", SlackTokenKind.Any, Writes: true, ["channel"], [],
        ["channel_not_found", "not_in_channel", "already_archived", "cant_archive_general", "restricted_action", "method_not_supported_for_channel_type"],
        call => ArchiveCall.HandleAsync(call, archive: true), Summary: "Closes a channel for writes.");
}
