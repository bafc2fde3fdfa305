using System.Collections.Immutable;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>An event as the sockets get it.</summary>
/// <param name="Frames">The frames in order, each one JSON object in UTF-8 without line breaks; empty for an event that is not shown.</param>
/// <param name="OnlyUser">The id of the only member who may see it, or null for all who follow the chain.</param>
/// <param name="ForGuests">The frames that guests get instead: none of an event about a channel that they may not be in; null for the same ones.</param>
/// <param name="Standing">Whether a member is a guest from here on, when it is about a member: their own sockets go by it.</param>
internal sealed record EncodedEvent(
    ImmutableArray<ReadOnlyMemory<byte>> Frames, string? OnlyUser = null, ImmutableArray<ReadOnlyMemory<byte>>? ForGuests = null, MemberStanding? Standing = null)
{
    /// <summary>Nothing to show.</summary>
    public static readonly EncodedEvent Nothing = new([]);
}
