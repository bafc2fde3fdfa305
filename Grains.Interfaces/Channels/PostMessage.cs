using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>A message to post.</summary>
/// <param name="Caller">Who posts.</param>
/// <param name="Text">At most <see cref="TextLengthMax"/> characters.</param>
/// <param name="Extras">JSON beside the text, or null; at most <see cref="ExtrasLengthMax"/> characters.</param>
/// <param name="ThreadTs">The parent to reply to, or null.</param>
/// <param name="Broadcast">True shows a reply in the channel too.</param>
/// <param name="IsMeMessage">True for a message in the third person.</param>
/// <param name="DedupeKey">The key under which a repeat is stored once, for ever.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.PostMessage")]
public sealed record PostMessage(
    [property: Id(0)] Caller Caller,
    [property: Id(1)] string Text,
    [property: Id(2)] string? Extras,
    [property: Id(3)] long? ThreadTs,
    [property: Id(4)] bool Broadcast,
    [property: Id(5)] bool IsMeMessage,
    [property: Id(6)] Guid DedupeKey)
{
    /// <summary>The longest text, characters (Slack: chat.postMessage truncates at 40,000; here it is an error).</summary>
    public const int TextLengthMax = 40_000;

    /// <summary>The longest extras, characters.</summary>
    public const int ExtrasLengthMax = 100_000;

    /// <summary>Never the text: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => nameof(PostMessage);
}
