using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>The outcome of making a channel.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Channel">The channel, when it was made (or had been under this key).</param>
/// <param name="RetryAfter">For Busy and Unavailable: when to try again under the same key.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.CreateChannelResult")]
public sealed record CreateChannelResult([property: Id(0)] TeamError Error, [property: Id(1)] ChannelView? Channel, [property: Id(2)] TimeSpan RetryAfter);
