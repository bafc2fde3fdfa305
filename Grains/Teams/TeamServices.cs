using OrleansSocial.Grains.Chains;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Teams;

/// <summary>What team grains need; one per silo.</summary>
/// <param name="Chains">What their chains need.</param>
/// <param name="Teams">Teams of the main database.</param>
/// <param name="Members">Reads of members.</param>
/// <param name="Directory">Reads of the channel directory.</param>
/// <param name="Channels">Reads of channel descriptions.</param>
/// <param name="Audit">Reads of what admins did.</param>
/// <param name="Emoji">Reads of custom emoji.</param>
/// <param name="Groups">Reads of user groups.</param>
/// <param name="Accounts">Who is kept out, in the main database.</param>
internal sealed record TeamServices(
    ChainServices Chains, TeamsTable Teams, TeamMembersTable Members, TeamChannelsTable Directory, ChannelsTable Channels,
    AuditTable Audit,
    CustomEmojiTable Emoji,
    UserGroupsTable Groups,
    AccountsTable Accounts);
