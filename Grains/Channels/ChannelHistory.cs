using System.Collections.Immutable;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Channels;

/// <summary>Reads of one channel: from the recent messages where they reach, else from the database.</summary>
internal sealed class ChannelHistory(EventChain chain, ChannelState state, ChannelServices services)
{
    /// <inheritdoc cref="IChannelGrain.History"/>
    public async Task<HistoryPage> Read(Caller caller, HistoryQuery query)
    {
        if (!state.Members.Contains(caller.User))
        {
            return new HistoryPage(state.Info.IsPrivate ? PostError.ChannelNotFound : PostError.NotInChannel, [], false);
        }

        var countMax = Math.Clamp(query.CountMax, 1, HistoryQuery.CountLimit);
        var above = query.Inclusive && query.OldestTs > 0 ? query.OldestTs - 1 : query.OldestTs;
        var below = query.Inclusive && query.LatestTs < long.MaxValue ? query.LatestTs + 1 : query.LatestTs;
        var page = query.ThreadTs is { } threadTs
            ? await ReadThread(threadTs, above, below, countMax)
            : await ReadChannel(above, below, query.OldestFirst, countMax);
        return state.Pins.Count == 0
            ? page
            : page with { PinCount = state.Pins.Count, Pins = [.. page.Messages.Select(m => state.Pins.Find(m.Ts)).OfType<Pin>()] };
    }

    /// <inheritdoc cref="IChannelGrain.Pinned"/>
    public async Task<PinnedPage> Pinned(Caller caller)
    {
        if (!state.Members.Contains(caller.User))
        {
            return new PinnedPage(state.Info.IsPrivate ? PostError.ChannelNotFound : PostError.NotInChannel, [], []);
        }

        var route = await chain.Route();
        var (messages, pins) = (new List<Message>(), new List<Pin>());
        foreach (var pin in state.Pins.All.ToList())
        {
            if (await state.FindMessage(route, pin.Ts) is { Deleted: false } message)
            {
                messages.Add(message);
                pins.Add(pin);
            }
        }

        return new PinnedPage(PostError.None, [.. messages], [.. pins]);
    }

    /// <inheritdoc cref="IChannelGrain.PositionAt"/>
    public async Task<ReadPosition> PositionAt(Caller caller, long ts)
    {
        if (!state.Members.Contains(caller.User))
        {
            return new ReadPosition(state.Info.IsPrivate ? PostError.ChannelNotFound : PostError.NotInChannel, 0, 0);
        }

        var position = state.Recent.PositionAt(ts) ?? await services.Messages.PositionAt(await chain.Route(), chain.Id, ts, CancellationToken.None);
        return new ReadPosition(PostError.None, position, chain.MessageCount);
    }

    /// <inheritdoc cref="IChannelGrain.Counts"/>
    public ChannelCounts Counts(Caller caller, long readPosition)
    {
        if (!state.Members.Contains(caller.User))
        {
            return ChannelCounts.Refused(state.Info.IsPrivate ? PostError.ChannelNotFound : PostError.NotInChannel);
        }

        var unread = Math.Max(0, chain.MessageCount - readPosition);

        // Between two members every message is for the other one.
        var mentions = state.Info.Id.IsDirect ? (int)Math.Min(unread, int.MaxValue) : state.Mentions.Count(caller.User, readPosition);
        return new ChannelCounts(PostError.None, unread, mentions, state.Recent.LatestTs ?? chain.Head, state.Info with { MemberCount = state.Members.Count })
        {
            HeadTs = chain.Head,
            Position = chain.MessageCount,
            MentionTs = state.Info.Id.IsDirect ? [] : state.Mentions.Newest(caller.User, readPosition, ChannelCounts.MentionTsMax),
        };
    }

    /// <inheritdoc cref="IChannelGrain.Find"/>
    public async Task<PostResult> Find(Caller caller, long ts)
    {
        if (!state.Members.Contains(caller.User))
        {
            return PostResult.Refused(state.Info.IsPrivate ? PostError.ChannelNotFound : PostError.NotInChannel);
        }

        return await state.FindMessage(await chain.Route(), ts) is { Deleted: false } message
            ? new PostResult(PostError.None, ts, message, default)
            : PostResult.Refused(PostError.MessageNotFound);
    }

    private static HistoryPage Page(List<Message> messages, int countMax)
    {
        var hasMore = messages.Count > countMax;
        return new HistoryPage(PostError.None, [.. messages.Take(countMax)], hasMore);
    }

    private async Task<HistoryPage> ReadChannel(long above, long below, bool oldestFirst, int countMax)
    {
        var recent = state.Recent.History(above, below, oldestFirst, countMax);
        return Page(
            recent ?? await services.Messages.History(await chain.Route(), chain.Id, above, below, oldestFirst, countMax + 1, CancellationToken.None),
            countMax);
    }

    private async Task<HistoryPage> ReadThread(long threadTs, long above, long below, int countMax)
    {
        var route = await chain.Route();
        var parent = await state.FindMessage(route, threadTs);
        if (parent is null or { Deleted: true, Thread: null })
        {
            return new HistoryPage(PostError.ThreadNotFound, [], false);
        }

        // Slack answers a reply's own ts by that reply.
        if (parent.ThreadTs is { } other && other != threadTs)
        {
            return new HistoryPage(PostError.None, [parent], false);
        }

        // Slack answers the parent first on every page of a thread.
        var replies = parent.Thread is null
            ? []
            : await services.Messages.Replies(route, chain.Id, threadTs, above, below, countMax + 1, CancellationToken.None);
        var page = Page(replies, countMax);
        return page with { Messages = ImmutableArray.Create(parent).AddRange(page.Messages) };
    }
}
