using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>A message that one member alone sees, in a channel's place: an event of their chain, never history.</summary>
/// <param name="Caller">Who shows it.</param>
/// <param name="Channel">Where it is shown.</param>
/// <param name="Text">At most <see cref="PostMessage.TextLengthMax"/> characters.</param>
/// <param name="Extras">JSON beside the text, or null; at most <see cref="PostMessage.ExtrasLengthMax"/> characters.</param>
/// <param name="ThreadTs">The thread in which it is shown, or null.</param>
/// <param name="DedupeKey">The key under which a repeat is stored once while the event is kept.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.EphemeralMessage")]
public sealed record EphemeralMessage(
    [property: Id(0)] Caller Caller,
    [property: Id(1)] ChannelId Channel,
    [property: Id(2)] string Text,
    [property: Id(3)] string? Extras,
    [property: Id(4)] long? ThreadTs,
    [property: Id(5)] Guid DedupeKey)
{
    /// <summary>Never the text: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => nameof(EphemeralMessage);
}
