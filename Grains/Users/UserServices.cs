using OrleansSocial.Grains.Chains;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Users;

/// <summary>What user grains need; one per silo.</summary>
/// <param name="Chains">What their chains need.</param>
/// <param name="Channels">Reads of channel lists.</param>
/// <param name="Members">Reads of team members: whether the user exists.</param>
/// <param name="Settings">Reads of settings.</param>
/// <param name="Threads">Reads of followed threads.</param>
internal sealed record UserServices(ChainServices Chains, UserChannelsTable Channels, TeamMembersTable Members, UserSettingsTable Settings, ThreadsTable Threads);
