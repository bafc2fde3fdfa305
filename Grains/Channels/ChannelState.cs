using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Channels;

/// <summary>A channel in memory: description, members, recent messages. Loaded after the head was taken over, changed only by the walk of stored rows.</summary>
internal sealed class ChannelState(ChainId chain, ChannelServices services)
{
    private static readonly TimeSpan LoadTimeMax = TimeSpan.FromSeconds(20);

    /// <summary>Gets or sets the description.</summary>
    public ChannelInfo Info { get; set; } = null!;

    /// <summary>Gets whether there is a description: a direct conversation has a head before it has one.</summary>
    public bool IsMade => Info is not null;

    /// <summary>Gets the members.</summary>
    public ChannelMembers Members { get; } = new();

    /// <summary>Gets the recent messages.</summary>
    public RecentMessages Recent { get; } = new();

    /// <summary>Lists a direct conversation's members but for one (that one, if there is nobody else); nobody for other channels.</summary>
    public IEnumerable<UserId> Others(UserId user)
    {
        if (!Info.Id.IsDirect)
        {
            return [];
        }

        var members = Members.After(null, IChannelGrain.DirectOthersMax + 1);
        return members.Count == 1 ? members : members.Where(m => m != user);
    }

    /// <summary>Gets the pinned messages.</summary>
    public ChannelPins Pins { get; } = new();

    /// <summary>Gets whom the messages mention.</summary>
    public Mentions Mentions { get; } = new();

    /// <summary>Reads the channel's entry in the team's directory: it is what makes a channel exist.</summary>
    public async Task<TeamChannelEntry?> DirectoryEntry(ChannelId channel, CancellationToken cancellationToken)
    {
        var route = await services.Chains.ShardMap.Find(chain.Team, null, cancellationToken);
        return await services.Directory.Get(route, chain.Team, channel, cancellationToken);
    }

    /// <summary>Reads everything; the reads run side by side.</summary>
    public async Task Load(ShardRoute route, ChannelId channel, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LoadTimeMax);
        var views = services.Channels.Views(route, chain.Team, [channel.Value], limit.Token);
        var members = services.Channels.Members(route, chain.Team, channel, IChannelGrain.MembersMax, limit.Token);
        var messages = services.Messages.Newest(route, chain, RecentMessages.MessagesMax, limit.Token);
        var entry = channel.IsDirect ? Task.FromResult<TeamChannelEntry?>(null) : DirectoryEntry(channel, limit.Token);
        var mentions = services.Channels.Mentions(route, chain.Team, channel, Mentions.MessagesMax, Mentions.NamesMax, limit.Token);
        var pins = services.Channels.Pins(route, chain.Team, channel, IChannelGrain.PinsMax, limit.Token);
        await Task.WhenAll(views, members, messages, entry, mentions, pins);
        Info = Described((await views).Select(v => v.Info).FirstOrDefault(), await entry, channel)!;
        foreach (var member in await members)
        {
            Members.Add(member);
        }

        Recent.Load(await messages);
        foreach (var pin in await pins)
        {
            Pins.Add(pin);
        }

        foreach (var message in (await mentions).GroupBy(m => m.Ts))
        {
            Mentions.Set(message.Key, message.First().Position, message.First().Author, [.. message.SelectMany(m => m.Names).Distinct(StringComparer.Ordinal)]);
        }
    }

    /// <summary>Finds a message: recent ones in memory, others in the database; null when there is none.</summary>
    public async Task<Message?> FindMessage(ShardRoute route, long ts)
    {
        if (Recent.Find(ts) is { } recent)
        {
            return recent;
        }

        return Recent.Covers(ts) ? null : await services.Messages.Get(route, chain, ts, CancellationToken.None);
    }

    /// <summary>Takes a stored event over into memory.</summary>
    public void Apply(ChannelEvent stored)
    {
        if ((int)stored.Kind >= 100)
        {
            return;
        }

        Recent.Add(new Message(
            stored.EventTs, stored.Kind, stored.Author, stored.Text, stored.Extras, stored.ThreadTs, null, false, stored.Position, [], null)
        {
            ParentAuthor = stored.Thread?.ParentAuthor,
        });
        if (stored is { Kind: EventKind.Message or EventKind.MeMessage, ThreadTs: { } parent })
        {
            Recent.Change(parent, m => m with { Thread = ThreadSummaries.WithReply(m.Thread, stored.EventTs, stored.Author) });
        }
    }

    // The name is the directory's: a renaming that was cut short changed it there only. A head without a description: its creation
    // was cut short after the name had been reserved, and the directory has what it needs; a direct conversation is not made yet.
    private static ChannelInfo? Described(ChannelInfo? stored, TeamChannelEntry? entry, ChannelId channel) => (stored, entry) switch
    {
        ({ } info, { } e) => info with { Name = e.Name },
        ({ } info, null) => info,
        (null, { } e) => new ChannelInfo(channel, e.Name, e.IsPrivate, e.IsGeneral, e.IsArchived, e.Creator, e.CreatedTs, "", "", 0, "", "", 0, 0),
        (null, null) when channel.IsDirect => null,
        _ => throw new InvalidOperationException($"The channel {channel} has a head but no description and no entry in its team's directory."),
    };
}
