using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Teams;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Grains.Teams;

/// <summary>A team with an owner, an admin, a member and a guest, and activations of it without a silo around them.</summary>
internal sealed class TeamBench : IAsyncDisposable
{
    private readonly ChainHarness _harness;

    private TeamBench(ChainHarness harness) => _harness = harness;

    public UserId Owner { get; } = UserId.New();

    public UserId Admin { get; } = UserId.New();

    public UserId Someone { get; } = UserId.New();

    public UserId Guest { get; } = UserId.New();

    public static async Task<TeamBench> StartAsync(PostgresFixture postgres)
    {
        var bench = new TeamBench(await ChainHarness.StartAsync(postgres));
        await ChainHarness.OnSchedulerAsync(async () =>
        {
            var profiles = new TeamProfiles(await bench.OpenAsync());
            foreach (var (user, role) in new[] { (bench.Owner, UserRole.Owner), (bench.Admin, UserRole.Admin), (bench.Someone, UserRole.Member), (bench.Guest, UserRole.Guest) })
            {
                await profiles.Append(EventKind.TeamMemberJoined, Member(user, role), Guid.CreateVersion7(), user.Value);
            }
        });
        return bench;
    }

    public static UserProfile Member(UserId id, UserRole role) => new(id, id.Value, "Name", $"{id.Value}@example.org", role, null, false, 0);

    public TeamId Team => _harness.Team;

    public DataSources DataSources => _harness.DataSources;

    public Caller Caller(UserId user) => new(_harness.Team, user, null);

    /// <summary>Opens one more activation, with the members as they are stored.</summary>
    public async Task<TeamParts> OpenAsync()
    {
        var services = _harness.TeamServices();
        var team = new TeamParts(await _harness.OpenAsync(ChainId.Of(_harness.Team)), new TeamState(), services, new KeyedSequence<string>());
        foreach (var member in await services.Members.All(await team.Chain.Route(), _harness.Team, ITeamGrain.MembersMax, CancellationToken.None))
        {
            team.State.Set(member);
        }

        return team;
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();
}
