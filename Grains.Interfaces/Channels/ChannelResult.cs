namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>A channel as the caller sees it, or why not.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Channel">The channel, when there is no error and the caller may see it: a repeat of a leave, a removal or an archiving may come from outside.</param>
/// <param name="Already">True when nothing had to change (already in, already out).</param>
/// <param name="RetryAfter">For Busy and Unavailable: when to try again under the same key.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ChannelResult")]
public sealed record ChannelResult(
    [property: Id(0)] PostError Error,
    [property: Id(1)] ChannelView? Channel,
    [property: Id(2)] bool Already,
    [property: Id(3)] TimeSpan RetryAfter);
