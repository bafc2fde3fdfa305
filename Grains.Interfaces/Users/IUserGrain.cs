using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>One member: channel list, read cursors, and the chain of what happens to them alone. Key: <c>T…/U…</c>.</summary>
[GrainInterfaceType("orleanssocial.user"), Alias("orleanssocial.IUserGrain")]
public interface IUserGrain : IEventChainGrain
{
    /// <summary>Lists the channels that the member is in, by id; at most <see cref="ChannelsMax"/>.</summary>
    [Alias("Channels")]
    Task<ImmutableArray<UserChannel>> Channels();

    /// <summary>Records that the member was added to a channel; idempotent by the join's ts. Called by the channel grain before it acknowledges.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="joinTs">The event_ts of the join in the channel's chain.</param>
    /// <param name="joinPosition">The channel's message count at the join: what was before it is not unread.</param>
    /// <param name="info">The channel, for the member's sockets.</param>
    /// <param name="others">Of a direct conversation: its members but for this one (this one alone, if there is nobody else); else empty.</param>
    [Alias("AddedToChannel")]
    Task AddedToChannel(ChannelId channel, long joinTs, long joinPosition, ChannelInfo info, ImmutableArray<UserId> others);

    /// <summary>Records that the member is no longer in a channel; idempotent by the leave's ts.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="leaveTs">The event_ts of the leave in the channel's chain.</param>
    [Alias("RemovedFromChannel")]
    Task RemovedFromChannel(ChannelId channel, long leaveTs);

    /// <summary>Moves the read cursor of a channel; completes when it is stored, and tells the member's other sockets.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="readTs">The last message that was read.</param>
    /// <param name="position">Its position, as the channel grain told it.</param>
    /// <param name="counts">What is unread after it, for the event.</param>
    [Alias("Mark")]
    Task Mark(ChannelId channel, long readTs, long position, ChannelCounts counts);

    /// <summary>Makes the member follow a thread and tells their sockets; one who follows it already keeps what they had. Called by the channel grain before it acknowledges.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="threadTs">The thread's parent.</param>
    /// <param name="readTs">Up to where it counts as read.</param>
    /// <param name="moves">True moves what was read there in any case: the member wrote that reply.</param>
    [Alias("FollowThread")]
    Task FollowThread(ChannelId channel, long threadTs, long readTs, bool moves);

    /// <summary>Ends that the member follows a thread, and tells their sockets; nothing for one who does not.</summary>
    [Alias("UnfollowThread")]
    Task UnfollowThread(ChannelId channel, long threadTs);

    /// <summary>Moves what was read of a thread that the member follows, and tells their sockets; nothing for one who does not.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="threadTs">The thread's parent.</param>
    /// <param name="readTs">The last reply that was read; an older one than before makes what follows it unread again.</param>
    [Alias("MarkThread")]
    Task MarkThread(ChannelId channel, long threadTs, long readTs);

    /// <summary>Tells which of these threads of a channel the member follows.</summary>
    [Alias("FollowsOf")]
    Task<ImmutableArray<ThreadFollow>> FollowsOf(ChannelId channel, ImmutableArray<long> threads);

    /// <summary>Lists the followed threads of the member's channels that have unread replies; at most <see cref="FollowsMax"/>.</summary>
    [Alias("UnreadThreads")]
    Task<ImmutableArray<UnreadThread>> UnreadThreads();

    /// <summary>Puts a direct conversation out of the member's sight until something newer happens there, or back.</summary>
    /// <param name="channel">The conversation.</param>
    /// <param name="isOpen">False closes it.</param>
    /// <param name="head">The newest event there that the member knows of.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    /// <returns>False when nothing had to change.</returns>
    [Alias("SetOpen")]
    Task<bool> SetOpen(ChannelId channel, bool isOpen, long head, Guid dedupeKey);

    /// <summary>Shows the member a message that nobody else sees; completes when it is stored. The channel has been asked whether it may be.</summary>
    /// <returns>Its ts, or Busy or Unavailable.</returns>
    [Alias("PostEphemeral")]
    Task<PostResult> PostEphemeral(EphemeralMessage message);

    /// <summary>Finds the event of this chain that is stored under a key, or null: the first answer of a call that would be refused today.</summary>
    /// <returns>Its event_ts.</returns>
    [Alias("FindStored")]
    Task<long?> FindStored(Guid dedupeKey);

    /// <summary>Makes the member look away, or not, and tells their own sockets; kept through restarts.</summary>
    /// <param name="away">True to look away.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("SetAway")]
    Task<SettingsResult> SetAway(bool away, Guid dedupeKey);

    /// <summary>Gets what the member has set for themselves.</summary>
    [Alias("Settings")]
    Task<MemberSettings> Settings();

    /// <summary>Sets a preference and tells the member's sockets.</summary>
    /// <param name="pref">Name and value; form and length were checked by the gateway.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("SetPref")]
    Task<SettingsResult> SetPref(MemberPref pref, Guid dedupeKey);

    /// <summary>Begins a snooze, or gives it another end, and tells the member's sockets.</summary>
    /// <param name="duration">How long from now; ends at a whole second.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("Snooze")]
    Task<SettingsResult> Snooze(TimeSpan duration, Guid dedupeKey);

    /// <summary>Ends the snooze and tells the member's sockets.</summary>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("EndSnooze")]
    Task<SettingsResult> EndSnooze(Guid dedupeKey);

    /// <summary>The most preferences of one member.</summary>
    const int PrefsMax = 100;

    /// <summary>The most characters of their names and values together.</summary>
    const int PrefsLengthMax = 64_000;

    /// <summary>The most threads that one member follows: a further one takes the place of the one that was changed longest ago.</summary>
    const int FollowsMax = 1_000;

    /// <summary>The most channels of one member that an activation reads: more than all that a team may have (20,000) and a direct conversation with each member.</summary>
    const int ChannelsMax = 50_000;
}
