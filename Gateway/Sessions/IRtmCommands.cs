using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>What a socket's frames can ask for, in the dialect's words.</summary>
internal interface IRtmCommands
{
    /// <summary>
    /// Posts a <c>{"type":"message",…}</c> frame. Up to 64 of a socket run at once; the socket writes the replies in the order
    /// of their frames. It must call the channel before its first wait, so that posts reach the channel in the order of their frames.
    /// </summary>
    /// <param name="caller">The socket's member.</param>
    /// <param name="tokenId">The token of the socket's session, for limits.</param>
    /// <param name="frame">The frame, a JSON object of at most 64 KiB; valid until the task ends.</param>
    /// <param name="cancellationToken">Cancelled when the socket is gone; a post that is under way may be stored all the same.</param>
    /// <returns>The reply; never throws for what the client did.</returns>
    Task<RtmReply> PostAsync(Caller caller, string tokenId, JsonElement frame, CancellationToken cancellationToken);

    /// <summary>Tells a channel that the socket's member types; nothing waits for it.</summary>
    /// <param name="caller">The socket's member.</param>
    /// <param name="frame">The frame.</param>
    void Typing(Caller caller, JsonElement frame);

    /// <summary>The text that a posted frame's message will have.</summary>
    /// <param name="text">The text of the frame; empty for none.</param>
    /// <returns>Null when it can't be told from the frame's text.</returns>
    string? TextOf(string text);
}
