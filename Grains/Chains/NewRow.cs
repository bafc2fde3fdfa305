using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Chains;

/// <summary>A row before it has a ts.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="DedupeKey">The key under which a repeat gets the first answer.</param>
/// <param name="Author">The user id of who does it.</param>
internal sealed record NewRow(EventKind Kind, Guid DedupeKey, string Author)
{
    /// <summary>Gets the message that an event is about.</summary>
    public long? TargetTs { get; init; }

    /// <summary>Gets the parent of a reply.</summary>
    public long? ThreadTs { get; init; }

    /// <summary>Gets the text.</summary>
    public string Body { get; init; } = "";

    /// <summary>Gets the JSON beside the text.</summary>
    public string? Extras { get; init; }

    /// <summary>Gets whether it advances the channel's message_count.</summary>
    public bool Counts { get; init; }

    /// <summary>Gets what else changes in the same flush; called once with the minted ts.</summary>
    public Func<long, ImmutableArray<RowEffect>>? Effects { get; init; }

    /// <summary>Gets what a reply's event tells of its thread: called in ts order, before <see cref="Apply"/>.</summary>
    public Func<EventThread>? Thread { get; init; }

    /// <summary>Gets what a deletion's event tells of the channel's newest message: called in ts order, before <see cref="Apply"/>.</summary>
    public Func<long?>? LatestTs { get; init; }

    /// <summary>Gets what a deletion's event tells of the replies that are left: called in ts order, before <see cref="Apply"/>.</summary>
    public Func<ThreadSummary?>? Replies { get; init; }

    /// <summary>Gets what the grain does with its own state once the row is stored: called in ts order, before the event is published.</summary>
    public Action<ChannelEvent>? Apply { get; init; }

    /// <summary>Gives the row its ts.</summary>
    public WriteRow WithTs(long ts) =>
        new(ts, Kind, DedupeKey, Author, TargetTs, ThreadTs, Body, Extras, Counts, Effects?.Invoke(ts) ?? []);
}
