namespace OrleansSocial.Gateway.Slack.Requests;

/// <summary>A file that came with a call.</summary>
/// <param name="Name">The argument that it is.</param>
/// <param name="Content">Its bytes; at most a body's.</param>
internal sealed record SlackFile(string Name, byte[] Content);
