namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>The older name of conversations.open with one member, which localslackirc 1.17 calls (Slack: im.open).</summary>
internal static class ImOpen
{
    public static SlackMethod Method { get; } = new(
        "im.open", SlackTokenKind.Any, Writes: true,
        ["user", "return_im?"], ConversationsOpen.Fields, ConversationsOpen.Errors, call => ConversationsOpen.HandleAsync(call, "user"),
        Summary: "Begins or brings back the direct conversation with one member.");
}
