namespace OrleansSocial.Gateway.Sessions;

/// <summary>The reply to a frame.</summary>
/// <param name="Frame">One JSON object in UTF-8 without line breaks: the acknowledgement, or the error.</param>
/// <param name="Channel">The channel that it was posted to, or null when nothing was stored.</param>
/// <param name="Ts">The message's ts, or 0 when nothing was stored: the socket that posted gets no event for it.</param>
internal readonly record struct RtmReply(ReadOnlyMemory<byte> Frame, string? Channel, long Ts);
