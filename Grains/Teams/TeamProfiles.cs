using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Teams;

/// <summary>The profiles of a team's members: who may change which, and what is shown of them now.</summary>
internal sealed class TeamProfiles(TeamParts team)
{
    /// <summary>Changes of members run one after the other under this key.</summary>
    // No name of a channel: those are keys of the same sequences.
    public const string Sequence = "/member";

    // Slack: a status text without an emoji gets this one.
    private const string DefaultStatusEmoji = ":speech_balloon:";

    /// <summary>The member as they are shown now: a status that has ended is none, and one is the primary owner.</summary>
    public UserProfile? Shown(UserProfile? member) => member is null ? null : team.State.WithOwnership(
        member.Details is { StatusExpiration: > 0 } details && details.StatusExpiration <= team.Services.Chains.TimeProvider.GetUtcNow().ToUnixTimeSeconds()
            ? member with { Details = details with { StatusText = "", StatusEmoji = "", StatusExpiration = 0 } }
            : member);

    /// <summary>A page of members as they are shown now.</summary>
    public MemberProfilePage Shown(MemberProfilePage page) => page with { Members = [.. page.Members.Select(m => Shown(m)!)] };

    /// <summary>Stores and announces a member who is not known yet; refuses who was deactivated, whatever the main database says.</summary>
    public async Task<TeamError> Ensure(UserProfile profile)
    {
        if (team.State.Member(profile.Id) is { } known)
        {
            return known.Deleted ? TeamError.MemberInactive : TeamError.None;
        }

        if (team.State.MemberCount >= ITeamGrain.MembersMax)
        {
            return TeamError.TooManyMembers;
        }

        var member = profile with { Name = team.State.UniqueName(profile.Name) };
        return TeamErrors.Of(await Append(EventKind.TeamMemberJoined, member, DedupeKeys.From("member", member.Id.Value), member.Id.Value));
    }

    /// <inheritdoc cref="ITeamGrain.SetProfile"/>
    public Task<MemberResult> Set(Caller caller, UserId user, ProfileChange change, Guid dedupeKey) => team.InTurn.Run(Sequence, async () =>
    {
        var member = Shown(team.State.Member(user));
        var error = WhyNot(caller, member, change);
        if (error != TeamError.None)
        {
            return member is not null && await team.FindStored(dedupeKey) is not null ? Done(user) : new MemberResult(error, null, default);
        }

        var after = Changed(member!, change);
        if (after == member)
        {
            return Done(user);
        }

        var result = await Append(EventKind.TeamMemberChanged, after, dedupeKey, caller.User.Value);
        return result.Status switch
        {
            AppendStatus.Stored or AppendStatus.Duplicate => Done(user),
            AppendStatus.Refused => new MemberResult(TeamError.InvalidValue, null, default),
            AppendStatus.Busy => new MemberResult(TeamError.Busy, null, result.RetryAfter),
            AppendStatus.Unavailable => new MemberResult(TeamError.Unavailable, null, result.RetryAfter),
        };
    });

    /// <summary>Stores and announces a member as they are after a change.</summary>
    public Task<AppendResult> Append(EventKind kind, UserProfile member, Guid dedupeKey, string author) => team.Chain.Append(new NewRow(kind, dedupeKey, author)
    {
        Extras = team.State.ProfileExtras(member),
        Effects = ts => [new TeamMemberSet(member with { UpdatedTs = ts })],
        Apply = stored => team.State.Set(member with { UpdatedTs = stored.EventTs }),
    });

    /// <summary>Why somebody may not change a member's profile: the member may, an admin others, an owner admins.</summary>
    public TeamError WhyNot(Caller caller, UserProfile? member, ProfileChange change)
    {
        var by = team.State.Member(caller.User);
        if (member is null || by is not { Deleted: false })
        {
            return TeamError.UserNotFound;
        }

        if (caller.User != member.Id)
        {
            if (by.Role < UserRole.Admin)
            {
                return TeamError.NotAdmin;
            }

            if (member.Role >= UserRole.Admin && by.Role < UserRole.Owner)
            {
                return TeamError.CantUpdateAdmin;
            }
        }

        var details = member.Details ?? ProfileDetails.Empty;
        var halfCleared = change is { StatusText: "", StatusEmoji: null } ? details.StatusEmoji.Length > 0
            : change is { StatusText: null, StatusEmoji: "" } && details.StatusText.Length > 0;
        return halfCleared ? TeamError.StatusHalfCleared : TeamError.None;
    }

    private static UserProfile Changed(UserProfile member, ProfileChange change)
    {
        var before = member.Details ?? ProfileDetails.Empty;
        var hasStatus = change.StatusText is not null || change.StatusEmoji is not null;
        var details = before with
        {
            DisplayName = change.DisplayName ?? before.DisplayName,
            Title = change.Title ?? before.Title,
            Phone = change.Phone ?? before.Phone,
            Skype = change.Skype ?? before.Skype,
            Pronouns = change.Pronouns ?? before.Pronouns,
            StatusText = change.StatusText ?? before.StatusText,
            StatusEmoji = change.StatusEmoji ?? before.StatusEmoji,
            StatusExpiration = change.StatusExpiration ?? (hasStatus ? 0 : before.StatusExpiration),
        };
        details = details switch
        {
            { StatusText: "", StatusEmoji: "" } => details with { StatusExpiration = 0 },
            { StatusEmoji: "" } => details with { StatusEmoji = DefaultStatusEmoji },
            _ => details,
        };
        return member with
        {
            RealName = change.RealName ?? member.RealName,
            Details = details == ProfileDetails.Empty && member.Details is null ? null : details,
        };
    }

    private MemberResult Done(UserId user) => new(TeamError.None, Shown(team.State.Member(user)), default);
}
