using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Channels;

using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>One team: profile, members and roles, channel names, and the chain of what concerns everybody. Key: <c>T…</c>.</summary>
[GrainInterfaceType("orleanssocial.team"), Alias("orleanssocial.ITeamGrain")]
public interface ITeamGrain : IEventChainGrain
{
    /// <summary>Gets the profile, or null when there is no such team.</summary>
    [Alias("Profile")]
    Task<TeamProfile?> Profile();

    /// <summary>Makes sure that a member exists; the first call stores and announces it. Makes the general channel with the team's first member, and joins each member to it. MemberInactive for who was deactivated.</summary>
    /// <param name="profile">The member as signed up.</param>
    [Alias("EnsureMember")]
    Task<TeamError> EnsureMember(UserProfile profile);

    /// <summary>Gets one member, or null.</summary>
    [Alias("Member")]
    Task<UserProfile?> Member(UserId user);

    /// <summary>Gets several members; ids of nobody are left out.</summary>
    /// <param name="users">At most 1,000.</param>
    [Alias("MembersOf")]
    Task<ImmutableArray<UserProfile>> MembersOf(ImmutableArray<UserId> users);

    /// <summary>Lists members that changed after a moment, in the order of their changes.</summary>
    /// <param name="sinceTs">The moment, microseconds since 1970: the UpdatedTs of the last one of the page before.</param>
    /// <param name="countMax">1 to 1,000.</param>
    [Alias("MembersChanged")]
    Task<MemberProfilePage> MembersChanged(long sinceTs, int countMax);

    /// <summary>Finds a member who is not deactivated by their address, whatever its case; null for none.</summary>
    [Alias("MemberByEmail")]
    Task<UserProfile?> MemberByEmail(string email);

    /// <summary>Finds what names stand for, in their order: the id of an active member for <c>@name</c>, of a public channel for <c>#name</c>, empty for none.</summary>
    /// <param name="names">At most 1,000, as written, with their mark.</param>
    [Alias("IdsOfNames")]
    Task<ImmutableArray<string>> IdsOfNames(ImmutableArray<string> names);

    /// <summary>Lists members after one, ascending by id.</summary>
    /// <param name="after">The last id of the page before, or null.</param>
    /// <param name="countMax">1 to 1,000.</param>
    [Alias("Members")]
    Task<MemberProfilePage> Members(UserId? after, int countMax);

    /// <summary>Changes a member's role.</summary>
    /// <param name="caller">Who changes it: admin for guest/member, owner for admin.</param>
    /// <param name="user">Whose.</param>
    /// <param name="role">The new role.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("SetRole")]
    Task<TeamError> SetRole(Caller caller, UserId user, UserRole role, Guid dedupeKey);

    /// <summary>
    /// Deactivates a member, or brings them back: refuses by role, and tells everybody. Out, their tokens and invites end and log-in is refused
    /// before the team says so; back, the team says so first. A repeat does again what was cut short.
    /// </summary>
    /// <param name="caller">Who does: an admin, for an admin or owner an owner; nobody themselves.</param>
    /// <param name="user">Whom.</param>
    /// <param name="active">False deactivates.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("SetActive")]
    Task<TeamError> SetActive(Caller caller, UserId user, bool active, Guid dedupeKey);

    /// <summary>Notes what somebody with rights did elsewhere.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="action">What, such as <c>invite.create</c>.</param>
    /// <param name="target">To whom or what: an id.</param>
    /// <param name="detail">More; never a secret.</param>
    /// <param name="dedupeKey">The key of the entry.</param>
    [Alias("Audit")]
    Task<TeamError> Audit(Caller caller, string action, string target, string detail, Guid dedupeKey);

    /// <summary>Lists what was done, newest first; admins only.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="below">Entries before this ts; <see cref="long.MaxValue"/> for the newest.</param>
    /// <param name="countMax">1 to 1,000.</param>
    [Alias("AuditEntries")]
    Task<AuditPage> AuditEntries(Caller caller, long below, int countMax);

    /// <summary>Finds the bot user of a bot, or null.</summary>
    /// <param name="botId">The bot's id.</param>
    [Alias("Bot")]
    Task<UserProfile?> Bot(string botId);

    /// <summary>Changes a member's profile and announces it; a change that changes nothing is not announced.</summary>
    /// <param name="caller">Who changes it: the member, an admin for others, an owner for admins.</param>
    /// <param name="user">Whose.</param>
    /// <param name="change">What changes.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("SetProfile")]
    Task<MemberResult> SetProfile(Caller caller, UserId user, ProfileChange change, Guid dedupeKey);

    /// <summary>Sets a member's picture or takes it away, and announces the profile.</summary>
    /// <param name="caller">Who does: the member; to take it away an admin too, for admins an owner, which the audit shows.</param>
    /// <param name="user">Whose.</param>
    /// <param name="photo">The picture; null takes it away.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("SetPhoto")]
    Task<MemberResult> SetPhoto(Caller caller, UserId user, MemberPhoto? photo, Guid dedupeKey);

    /// <summary>Lists the team's custom emoji, by name; at most <see cref="EmojiMax"/>.</summary>
    [Alias("Emoji")]
    Task<ImmutableArray<CustomEmoji>> Emoji();

    /// <summary>Adds a custom emoji and announces it; an alias of an alias becomes one of what that one stands for.</summary>
    /// <param name="caller">Who adds it; guests may not.</param>
    /// <param name="name">A valid name.</param>
    /// <param name="value">A URL, or <c>alias:</c> and a name.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("AddEmoji")]
    Task<TeamResult> AddEmoji(Caller caller, string name, string value, Guid dedupeKey);

    /// <summary>Takes a custom emoji and its aliases away and announces it.</summary>
    /// <param name="caller">Who takes it away: who added it, or an admin.</param>
    /// <param name="name">Its name.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("RemoveEmoji")]
    Task<TeamResult> RemoveEmoji(Caller caller, string name, Guid dedupeKey);

    /// <summary>Gets a user group with its members, disabled ones too, or null.</summary>
    [Alias("Group")]
    Task<UserGroup?> Group(UserGroupId id);

    /// <summary>Lists user groups, ascending by id.</summary>
    [Alias("Groups")]
    Task<GroupPage> Groups(GroupQuery query);

    /// <summary>Makes a user group without members and announces it.</summary>
    /// <param name="caller">Who makes it; an admin.</param>
    /// <param name="group">Name, handle and what else it has.</param>
    /// <param name="dedupeKey">The key of the creation.</param>
    [Alias("CreateGroup")]
    Task<GroupResult> CreateGroup(Caller caller, GroupChange group, Guid dedupeKey);

    /// <summary>Changes a user group's description and announces it.</summary>
    /// <param name="caller">Who changes it; an admin.</param>
    /// <param name="id">Which.</param>
    /// <param name="change">What changes.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("UpdateGroup")]
    Task<GroupResult> UpdateGroup(Caller caller, UserGroupId id, GroupChange change, Guid dedupeKey);

    /// <summary>Disables a user group, or enables it again, and announces it; its handle stays its own.</summary>
    /// <param name="caller">Who changes it; an admin.</param>
    /// <param name="id">Which.</param>
    /// <param name="enabled">False disables.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("SetGroupEnabled")]
    Task<GroupResult> SetGroupEnabled(Caller caller, UserGroupId id, bool enabled, Guid dedupeKey);

    /// <summary>Replaces a user group's members and announces it.</summary>
    /// <param name="caller">Who changes them; an admin.</param>
    /// <param name="id">Which.</param>
    /// <param name="users">All its members, each once.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("SetGroupUsers")]
    Task<GroupResult> SetGroupUsers(Caller caller, UserGroupId id, ImmutableArray<string> users, Guid dedupeKey);

    /// <summary>Reserves a name and makes the channel; the creator is its first member.</summary>
    /// <param name="caller">The creator.</param>
    /// <param name="name">A valid channel name.</param>
    /// <param name="isPrivate">True hides it from non-members.</param>
    /// <param name="dedupeKey">The key of the creation.</param>
    [Alias("CreateChannel")]
    Task<CreateChannelResult> CreateChannel(Caller caller, string name, bool isPrivate, Guid dedupeKey);

    /// <summary>Gives a channel another name in the directory and tells everybody; idempotent. Called by the channel grain, which checks who may.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="name">A valid channel name.</param>
    /// <param name="by">Who renames.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("RenameChannel")]
    Task<TeamError> RenameChannel(ChannelId channel, string name, UserId by, Guid dedupeKey);

    /// <summary>Notes in the directory whether a channel is archived and tells everybody; idempotent. Called by the channel grain after its own change.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="isArchived">Whether it is.</param>
    /// <param name="by">Who changed it.</param>
    /// <param name="dedupeKey">The key of the change.</param>
    [Alias("ArchiveChannel")]
    Task<TeamError> ArchiveChannel(ChannelId channel, bool isArchived, UserId by, Guid dedupeKey);

    /// <summary>Finds a channel by its name, or null. Says nothing about who may see it: ask the channel.</summary>
    [Alias("FindChannel")]
    Task<ChannelId?> FindChannel(string name);

    /// <summary>Lists the channels that the caller may see (public ones and those they are in), ascending by id.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="kinds">Which are wanted.</param>
    /// <param name="after">The last id of the page before, or null.</param>
    /// <param name="countMax">1 to 1,000.</param>
    [Alias("ListChannels")]
    Task<ChannelListPage> ListChannels(Caller caller, ImmutableArray<ChannelKind> kinds, ChannelId? after, int countMax);

    /// <summary>The most members of one team.</summary>
    const int MembersMax = 50_000;

    /// <summary>The most channels of one team.</summary>
    const int ChannelsMax = 20_000;

    /// <summary>The most custom emoji of one team.</summary>
    const int EmojiMax = 5_000;

    /// <summary>The most aliases of one emoji: they go with it in one transaction.</summary>
    const int EmojiAliasesMax = 100;

    /// <summary>The most user groups of one team, disabled ones too.</summary>
    const int GroupsMax = 1_000;

    /// <summary>The most members of one user group.</summary>
    const int GroupUsersMax = 1_000;

    /// <summary>The most members of all user groups of a team together: they are in memory, and in one answer.</summary>
    const int GroupMembershipsMax = 100_000;

    /// <summary>The name of the channel that every member is in.</summary>
    const string GeneralChannelName = "general";
}
