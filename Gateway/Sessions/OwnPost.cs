namespace OrleansSocial.Gateway.Sessions;

/// <summary>A post of a socket that has no outcome yet: an event that looks like it waits for it.</summary>
/// <param name="Channel">The channel as the frame named it.</param>
/// <param name="Text">The text that its message will have, or null when any text may be its.</param>
internal sealed record OwnPost(string Channel, string? Text);
