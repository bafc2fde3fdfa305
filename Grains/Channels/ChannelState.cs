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

    /// <summary>Gets the members.</summary>
    public ChannelMembers Members { get; } = new();

    /// <summary>Gets the recent messages.</summary>
    public RecentMessages Recent { get; } = new();

    /// <summary>Reads the channel's entry in the team's directory: it is what makes a channel exist.</summary>
    public async Task<TeamChannelEntry?> DirectoryEntry(ChannelId channel, CancellationToken cancellationToken)
    {
        var route = await services.Chains.ShardMap.Find(chain.Team, null, cancellationToken);
        return await services.Directory.Get(route, chain.Team, channel, cancellationToken);
    }

    /// <summary>Reads everything; the four reads run side by side.</summary>
    public async Task Load(ShardRoute route, ChannelId channel, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LoadTimeMax);
        var views = services.Channels.Views(route, chain.Team, [channel.Value], limit.Token);
        var members = services.Channels.Members(route, chain.Team, channel, IChannelGrain.MembersMax, limit.Token);
        var messages = services.Messages.Newest(route, chain, RecentMessages.MessagesMax, limit.Token);
        await Task.WhenAll(views, members, messages);

        // A head without a description: its creation was cut short after the name had been reserved. The directory has what it needs.
        Info = (await views).Select(v => v.Info).FirstOrDefault() ?? FromDirectory(await DirectoryEntry(channel, limit.Token), channel);
        foreach (var member in await members)
        {
            Members.Add(member);
        }

        Recent.Load(await messages);
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
            stored.EventTs, stored.Kind, stored.Author, stored.Text, stored.Extras, stored.ThreadTs, null, false, stored.Position, [], null));
        if (stored is { Kind: EventKind.Message or EventKind.MeMessage, ThreadTs: { } parent })
        {
            Recent.Change(parent, m => m with { Thread = ThreadSummaries.WithReply(m.Thread, stored.EventTs, stored.Author) });
        }
    }

    private static ChannelInfo FromDirectory(TeamChannelEntry? entry, ChannelId channel) => entry is null
        ? throw new InvalidOperationException($"The channel {channel} has a head but no description and no entry in its team's directory.")
        : new ChannelInfo(
            channel, entry.Name, entry.IsPrivate, entry.IsGeneral, entry.IsArchived, entry.Creator, entry.CreatedTs, "", "", 0, "", "", 0, 0);
}
