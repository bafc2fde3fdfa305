namespace OrleansSocial.Benchmarks.Crowds;

/// <summary>How many people there are, and how they hang together.</summary>
/// <param name="Users">Members of all teams together, each with a token and a socket.</param>
/// <param name="Teams">Teams of equal size.</param>
/// <param name="ChannelsPerTeam">Channels of a team, beside the general one.</param>
/// <param name="ChannelsPerUser">Channels of a member, beside the general one; drawn by chance.</param>
/// <param name="PostsPerChannel">Posts that are there before.</param>
/// <param name="WatchedPerUser">Others whose presence a member's socket subscribes to.</param>
/// <param name="Seed">Of all that is drawn by chance.</param>
internal sealed record CrowdOptions(int Users, int Teams, int ChannelsPerTeam, int ChannelsPerUser, int PostsPerChannel, int WatchedPerUser, int Seed);
