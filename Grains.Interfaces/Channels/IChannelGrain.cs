using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>
/// One channel: orders its messages, keeps its recent tail, hands its events to the outboxes. Key: <c>T…/C…</c>.
/// Every change completes after its flush has been committed; a repeat under the same key gets the first answer.
/// </summary>
[GrainInterfaceType("orleanssocial.channel"), Alias("orleanssocial.IChannelGrain")]
public interface IChannelGrain : IEventChainGrain
{
    /// <summary>
    /// Makes the channel's head after the team has reserved its name, and joins its creator; idempotent, but whoever left or was removed
    /// does not come back under the same key.
    /// </summary>
    /// <param name="caller">The creator; RestrictedAction for others.</param>
    /// <param name="dedupeKey">The key of the creation.</param>
    [Alias("Create")]
    Task<ChannelResult> Create(Caller caller, Guid dedupeKey);

    /// <summary>Posts a message.</summary>
    [Alias("Post")]
    Task<PostResult> Post(PostMessage message);

    /// <summary>Replaces a message's text; only its author may.</summary>
    /// <param name="caller">Who edits.</param>
    /// <param name="ts">The message.</param>
    /// <param name="text">The new text, at most 40,000 characters.</param>
    /// <param name="extras">The extras that change, as a JSON object: keys that it does not name stay, an empty list takes its key away; or null to keep all.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("Edit")]
    Task<PostResult> Edit(Caller caller, MessageTs ts, string text, string? extras, Guid dedupeKey);

    /// <summary>Turns a message into a tombstone; its author or an admin may.</summary>
    /// <param name="caller">Who deletes.</param>
    /// <param name="ts">The message.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("Delete")]
    Task<PostResult> Delete(Caller caller, MessageTs ts, Guid dedupeKey);

    /// <summary>Adds or removes the caller's reaction.</summary>
    /// <param name="caller">Who reacts.</param>
    /// <param name="ts">The message.</param>
    /// <param name="name">The emoji's name, at most 100 characters.</param>
    /// <param name="remove">True takes it away.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("React")]
    Task<PostResult> React(Caller caller, MessageTs ts, string name, bool remove, Guid dedupeKey);

    /// <summary>Joins a public channel.</summary>
    /// <param name="caller">Who joins.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("Join")]
    Task<ChannelResult> Join(Caller caller, Guid dedupeKey);

    /// <summary>Leaves the channel; not one that is private as its last member, and not one that is archived.</summary>
    /// <param name="caller">Who leaves.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("Leave")]
    Task<ChannelResult> Leave(Caller caller, Guid dedupeKey);

    /// <summary>Adds another member of the team.</summary>
    /// <param name="caller">Who invites; must be a member.</param>
    /// <param name="user">Who is added.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("Invite")]
    Task<ChannelResult> Invite(Caller caller, UserId user, Guid dedupeKey);

    /// <summary>Asks whether <see cref="Invite"/> would add a member; nobody is added.</summary>
    /// <param name="caller">Who would invite.</param>
    /// <param name="user">Who would be added.</param>
    /// <param name="dedupeKey">The key of that invitation.</param>
    /// <returns>No error when they would be added, and when they were added under the key; else that of <see cref="Invite"/>.</returns>
    [Alias("WhyNotInvite")]
    Task<ChannelResult> WhyNotInvite(Caller caller, UserId user, Guid dedupeKey);

    /// <summary>Removes a member; they see nothing after this event.</summary>
    /// <param name="caller">Who removes; must be a member, and admin or the creator.</param>
    /// <param name="user">Who is removed.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("Kick")]
    Task<ChannelResult> Kick(Caller caller, UserId user, Guid dedupeKey);

    /// <summary>Sets the topic.</summary>
    /// <param name="caller">Who sets it; must be a member.</param>
    /// <param name="topic">At most 250 characters before they were escaped.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("SetTopic")]
    Task<ChannelResult> SetTopic(Caller caller, string topic, Guid dedupeKey);

    /// <summary>Sets the purpose.</summary>
    /// <param name="caller">Who sets it; must be a member.</param>
    /// <param name="purpose">At most 250 characters before they were escaped.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("SetPurpose")]
    Task<ChannelResult> SetPurpose(Caller caller, string purpose, Guid dedupeKey);

    /// <summary>Gives the channel another name, which the team's directory has to have free.</summary>
    /// <param name="caller">Who renames; must be the creator or an admin.</param>
    /// <param name="name">A valid channel name.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("Rename")]
    Task<ChannelResult> Rename(Caller caller, string name, Guid dedupeKey);

    /// <summary>Closes the channel for writes, or opens it again.</summary>
    /// <param name="caller">Who does; must be a member or an admin, and no guest.</param>
    /// <param name="archive">True closes it.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("Archive")]
    Task<ChannelResult> Archive(Caller caller, bool archive, Guid dedupeKey);

    /// <summary>
    /// Begins the conversation of some members, or finds it: the same members have one. The grain's key must be
    /// <see cref="ChannelId.OfMembers"/> of them.
    /// </summary>
    /// <param name="caller">One of them.</param>
    /// <param name="others">The others, at most <see cref="DirectOthersMax"/>; nobody for a conversation with oneself.</param>
    [Alias("OpenDirect")]
    Task<ChannelResult> OpenDirect(Caller caller, ImmutableArray<UserId> others);

    /// <summary>Describes the channel as the caller sees it.</summary>
    [Alias("Info")]
    Task<ChannelResult> Info(Caller caller);

    /// <summary>Lists members after one, ascending by id.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="after">The last id of the page before, or null.</param>
    /// <param name="countMax">1 to 1,000.</param>
    [Alias("Members")]
    Task<MemberPage> Members(Caller caller, UserId? after, int countMax);

    /// <summary>Reads one message, a reply too.</summary>
    /// <param name="caller">Who asks; must be a member.</param>
    /// <param name="ts">The message.</param>
    /// <returns>The message; MessageNotFound for none and for a tombstone.</returns>
    [Alias("Find")]
    Task<PostResult> Find(Caller caller, MessageTs ts);

    /// <summary>Pins a message to the channel, or takes it off.</summary>
    /// <param name="caller">Who does; must be a member.</param>
    /// <param name="ts">The message.</param>
    /// <param name="remove">True takes it off.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("SetPin")]
    Task<PostResult> SetPin(Caller caller, MessageTs ts, bool remove, Guid dedupeKey);

    /// <summary>Reads the pinned messages.</summary>
    /// <param name="caller">Who asks; must be a member.</param>
    [Alias("Pinned")]
    Task<PinnedPage> Pinned(Caller caller);

    /// <summary>The most messages that are pinned to a channel (Slack: 100).</summary>
    const int PinsMax = 100;

    /// <summary>Makes, changes or takes away a bookmark.</summary>
    /// <param name="caller">Who does; must be a member.</param>
    /// <param name="change">What changes.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    /// <returns>The bookmark after it; none after a removal. BookmarkNotFound, TooManyBookmarks.</returns>
    [Alias("SetBookmark")]
    Task<BookmarkList> SetBookmark(Caller caller, BookmarkChange change, Guid dedupeKey);

    /// <summary>Reads the bookmarks.</summary>
    /// <param name="caller">Who asks; must be a member.</param>
    [Alias("Bookmarks")]
    Task<BookmarkList> Bookmarks(Caller caller);

    /// <summary>The most bookmarks of a channel (Slack: 100).</summary>
    const int BookmarksMax = 100;

    /// <summary>Asks whether the caller may show something to one member in this channel: both must be in it, and it must be open.</summary>
    /// <param name="caller">Who would show it.</param>
    /// <param name="user">Who would see it.</param>
    /// <returns>None, or why not; UserNotInChannel when only the other is missing.</returns>
    [Alias("WhyNotTell")]
    Task<PostError> WhyNotTell(Caller caller, UserId user);

    /// <summary>Reads history; the newest page comes from memory and goes on while the database is away.</summary>
    [Alias("History")]
    Task<HistoryPage> History(Caller caller, HistoryQuery query);

    /// <summary>Tells where a ts stands in the unread count; members only.</summary>
    [Alias("PositionAt")]
    Task<ReadPosition> PositionAt(Caller caller, MessageTs ts);

    /// <summary>Tells the others that a member types: at most once in 2 s for each, and for so many at once. Not stored.</summary>
    /// <param name="caller">The member; of others nothing is told.</param>
    /// <param name="threadTs">The thread, or null.</param>
    [Alias("Typing"), OneWay]
    Task Typing(Caller caller, long? threadTs);

    /// <summary>Counts what is unread for a member.</summary>
    /// <param name="caller">The member.</param>
    /// <param name="readPosition">The position that they have read.</param>
    [Alias("Counts")]
    Task<ChannelCounts> Counts(Caller caller, long readPosition);

    /// <summary>The most members of one channel.</summary>
    const int MembersMax = 50_000;

    /// <summary>The most members of a direct conversation beside the caller (Slack: conversations.open).</summary>
    const int DirectOthersMax = 8;

    /// <summary>The longest topic or purpose, characters before they are escaped (Slack: conversations.setTopic).</summary>
    const int TopicLengthMax = 250;
}
