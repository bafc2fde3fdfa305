using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>What a message of history and a message's event have in common.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Author">Who did it.</param>
/// <param name="Text">The text.</param>
/// <param name="Extras">JSON beside the text, or null.</param>
/// <param name="ThreadTs">The thread's parent for a reply.</param>
internal readonly record struct MessageContent(EventKind Kind, string Author, string Text, string? Extras, long? ThreadTs);
