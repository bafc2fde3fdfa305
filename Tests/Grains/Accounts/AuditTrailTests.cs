using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansSocial.Grains.Accounts;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Grains.Accounts;

/// <summary>A team that is busy for a moment loses no entry, and gets none twice.</summary>
public sealed class AuditTrailTests
{
    private static readonly Caller Admin = new(TeamId.FromNumber(2), UserId.New(), null);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(9, 4)]
    public async Task An_entry_is_tried_again_under_its_key(int failures, int calls)
    {
        var (audit, team) = Start(failures);

        await audit.Add(Admin, "invite.create", "target", "detail");
        Assert.Equal(calls, team.Keys.Count);
        Assert.Single(team.Keys.Distinct());
    }

    [Fact]
    public async Task A_deed_that_is_repeated_under_its_key_has_one_entry_and_others_one_each()
    {
        var (audit, team) = Start(failures: 0);
        var deed = Guid.CreateVersion7();

        await audit.Add(Admin, "app.remove", "target", "detail", deed);
        await audit.Add(Admin, "app.remove", "target", "detail", deed);
        await audit.Add(Admin, "app.create", "target", "detail");
        await audit.Add(Admin, "app.create", "target", "detail");
        Assert.Equal(3, team.Keys.Distinct().Count());
        Assert.DoesNotContain(deed, team.Keys);
    }

    private static (AuditTrail Audit, BusyTeam Team) Start(int failures)
    {
        var grains = DispatchProxy.Create<IGrainFactory, OneTeam>();
        var team = DispatchProxy.Create<ITeamGrain, BusyTeam>();
        ((OneTeam)(object)grains).Team = team;
        ((BusyTeam)(object)team).Failures = failures;
        return (new AuditTrail(grains, new HurriedTime(), NullLogger<AuditTrail>.Instance), (BusyTeam)(object)team);
    }

    // Not sealed: DispatchProxy derives from them.
#pragma warning disable CA1852
    private class OneTeam : DispatchProxy
    {
        public ITeamGrain? Team { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Team;
    }

    private class BusyTeam : DispatchProxy
    {
        public int Failures { get; set; }

        public List<Guid> Keys { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Keys.Add((Guid)args![^1]!);
            return Keys.Count > Failures ? Task.FromResult(TeamError.None)
                : Keys.Count % 2 == 1 ? Task.FromResult(TeamError.Unavailable)
                : Task.FromException<TeamError>(new TimeoutException());
        }
    }
#pragma warning restore CA1852
}
