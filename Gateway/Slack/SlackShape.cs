namespace OrleansSocial.Gateway.Slack;

/// <summary>An object of the wire that several answers share, as the OpenAPI document describes it. It stands beside the code that writes it.</summary>
/// <param name="Name">The name of the type in the notation of <see cref="SlackField"/>.</param>
/// <param name="About">What it is, in a sentence.</param>
/// <param name="Members">Its members: all of them, since a member that is not among them makes an answer false.</param>
/// <param name="Type">What it is: <c>object</c>, or a choice of other shapes.</param>
internal sealed record SlackShape(string Name, string About, IReadOnlyList<SlackField> Members, string Type = "object");
