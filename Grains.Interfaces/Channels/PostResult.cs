namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>The outcome of a post, edit, delete, reaction or membership change. It is stored, or found under its key, when Error is None.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Ts">The ts in the database: the message's for a post, the event's for others; 0 on error.</param>
/// <param name="Message">The message after the change, for post and edit.</param>
/// <param name="RetryAfter">For Busy and Unavailable: when to try again under the same key.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.PostResult")]
public sealed record PostResult(
    [property: Id(0)] PostError Error,
    [property: Id(1)] long Ts,
    [property: Id(2)] Message? Message,
    [property: Id(3)] TimeSpan RetryAfter)
{
    /// <summary>A refusal.</summary>
    public static PostResult Refused(PostError error, TimeSpan retryAfter = default) => new(error, 0, null, retryAfter);
}
