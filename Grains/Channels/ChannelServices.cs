using OrleansSocial.Grains.Chains;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Channels;

/// <summary>What channel grains need; one per silo.</summary>
/// <param name="Chains">What their chains need.</param>
/// <param name="Messages">Reads of messages.</param>
/// <param name="Channels">Reads of channels.</param>
/// <param name="Directory">Reads of the team's directory.</param>
/// <param name="Threads">Reads of threads.</param>
/// <param name="Bookmarks">Reads of bookmarks.</param>
internal sealed record ChannelServices(
    ChainServices Chains, MessagesTable Messages, ChannelsTable Channels, TeamChannelsTable Directory, ThreadsTable Threads, BookmarksTable Bookmarks);
