using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Teams;

/// <summary>Who may what in a team, who is still in it, and the record of what those with rights did: written with the deed.</summary>
internal sealed class TeamPeople(EventChain chain, TeamState state, AuditTable audit, AccountsTable accounts)
{
    /// <inheritdoc cref="ITeamGrain.SetRole"/>
    public Task<TeamError> SetRole(Caller caller, UserId user, UserRole role, Guid dedupeKey)
    {
        if (state.Member(user) is not { } member || user == UserProfile.Slackbot.Id)
        {
            return Task.FromResult(TeamError.UserNotFound);
        }

        if (!MayManage(caller, member) || (role >= UserRole.Admin && RoleOf(caller) < UserRole.Owner) || IsLastOwner(member, role))
        {
            return Task.FromResult(TeamError.RestrictedAction);
        }

        return member.Role == role
            ? Task.FromResult(TeamError.None)
            : Change(member with { Role = role }, caller, "member.role", role.ToString(), dedupeKey);
    }

    /// <inheritdoc cref="ITeamGrain.SetActive"/>
    public async Task<TeamError> SetActive(Caller caller, UserId user, bool active, Guid dedupeKey)
    {
        if (state.Member(user) is not { } member || user == UserProfile.Slackbot.Id)
        {
            return TeamError.UserNotFound;
        }

        if (!MayManage(caller, member) || user == caller.User)
        {
            return TeamError.RestrictedAction;
        }

        // Cut short between its two stores, a member is shut out rather than in, and a repeat does the rest: who is shown as
        // deactivated has no good token and cannot log in.
        if (!active)
        {
            await accounts.SetActive(chain.Id.Team, user, active: false, CancellationToken.None);
        }

        var error = member.Deleted == !active
            ? TeamError.None
            : await Change(member with { Deleted = !active }, caller, active ? "member.reactivate" : "member.deactivate", string.Empty, dedupeKey);
        if (active && error == TeamError.None)
        {
            await accounts.SetActive(chain.Id.Team, user, active: true, CancellationToken.None);
        }

        return error;
    }

    /// <inheritdoc cref="ITeamGrain.Audit"/>
    public async Task<TeamError> Audit(Caller caller, string action, string target, string detail, Guid dedupeKey) =>
        TeamErrors.Of(await chain.Append(new NewRow(EventKind.Audited, dedupeKey, caller.User.Value)
        {
            Effects = _ => [new AuditAdd(action, target, detail)],
        }));

    /// <inheritdoc cref="ITeamGrain.AuditEntries"/>
    public async Task<AuditPage> Entries(Caller caller, long below, int countMax)
    {
        if (RoleOf(caller) < UserRole.Admin)
        {
            return new AuditPage(TeamError.RestrictedAction, [], false);
        }

        countMax = Math.Clamp(countMax, 1, HistoryQuery.CountLimit);
        var page = await audit.Before(await chain.Route(), chain.Id.Team, below, countMax + 1, CancellationToken.None);
        return new AuditPage(TeamError.None, [.. page.Take(countMax)], page.Count > countMax);
    }

    private UserRole RoleOf(Caller caller) => state.Member(caller.User) is { Deleted: false } member ? member.Role : UserRole.Guest;

    private bool MayManage(Caller caller, UserProfile member) =>
        RoleOf(caller) >= (member.Role >= UserRole.Admin ? UserRole.Owner : UserRole.Admin);

    // A team without an owner could not be managed any more.
    private bool IsLastOwner(UserProfile member, UserRole role) =>
        member.Role == UserRole.Owner && role < UserRole.Owner && state.Owners <= 1;

    private async Task<TeamError> Change(UserProfile member, Caller caller, string action, string detail, Guid dedupeKey) =>
        TeamErrors.Of(await chain.Append(new NewRow(EventKind.TeamMemberChanged, dedupeKey, caller.User.Value)
        {
            Extras = state.ProfileExtras(member),
            Effects = ts => [new TeamMemberSet(member with { UpdatedTs = ts }), new AuditAdd(action, member.Id.Value, detail)],
            Apply = stored => state.Set(member with { UpdatedTs = stored.EventTs }),
        }));
}
