using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Teams;

/// <summary>The pictures of a team's members. Picture and profile are stored by one row: no URL is told that has nothing behind it.</summary>
internal sealed class TeamPhotos(TeamParts team, TeamProfiles profiles)
{
    /// <inheritdoc cref="ITeamGrain.SetPhoto"/>
    public Task<MemberResult> Set(Caller caller, UserId user, MemberPhoto? photo, Guid dedupeKey) => team.InTurn.Run(TeamProfiles.Sequence, async () =>
    {
        var member = profiles.Shown(team.State.Member(user));
        var error = WhyNot(caller, member, photo);
        if (error != TeamError.None)
        {
            return member is not null && await team.FindStored(dedupeKey) is not null ? Done(user) : new MemberResult(error, null, default);
        }

        var details = member!.Details ?? ProfileDetails.Empty;
        var hash = photo?.Hash ?? string.Empty;
        if (string.Equals(details.PhotoHash, hash, StringComparison.Ordinal))
        {
            return Done(user);
        }

        var after = member with { Details = details with { PhotoHash = hash } };
        var isOwn = caller.User == user;
        var result = await team.Chain.Append(new NewRow(EventKind.TeamMemberChanged, dedupeKey, caller.User.Value)
        {
            Extras = team.State.ProfileExtras(after),
            Effects = ts => isOwn
                ? [new TeamMemberSet(after with { UpdatedTs = ts }), new MemberPhotoSet(user, photo)]
                : [new TeamMemberSet(after with { UpdatedTs = ts }), new MemberPhotoSet(user, photo), new AuditAdd("member.photo.delete", user.Value, string.Empty)],
            Apply = stored => team.State.Set(after with { UpdatedTs = stored.EventTs }),
        });
        return result.Status switch
        {
            AppendStatus.Stored or AppendStatus.Duplicate => Done(user),
            AppendStatus.Refused => new MemberResult(TeamError.InvalidValue, null, default),
            AppendStatus.Busy => new MemberResult(TeamError.Busy, null, result.RetryAfter),
            AppendStatus.Unavailable => new MemberResult(TeamError.Unavailable, null, result.RetryAfter),
        };
    });

    // Others' pictures are only taken away: an admin moderates, and does not say how somebody looks.
    private TeamError WhyNot(Caller caller, UserProfile? member, MemberPhoto? photo) =>
        photo is not null && member is not null && caller.User != member.Id ? TeamError.NotAdmin : profiles.WhyNot(caller, member, ProfileChange.None);

    private MemberResult Done(UserId user) => new(TeamError.None, profiles.Shown(team.State.Member(user)), default);
}
