using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Channels;

/// <summary>Topic, purpose, name and archive of one channel.</summary>
/// <remarks>
/// In turn with its memberships: a row carries the whole description. The name belongs to the team's directory first (two channels
/// must not have one), the archive to the channel first; a retry under the same key does the second step again.
/// </remarks>
internal sealed class ChannelDescription(EventChain chain, ChannelState state, ChannelAnswers answers, KeyedSequence<int> sequence)
{
    /// <inheritdoc cref="IChannelGrain.SetTopic"/>
    public Task<ChannelResult> SetTopic(Caller caller, string topic, Guid dedupeKey) => SetText(
        caller, EventKind.Topic, topic, dedupeKey, ts => state.Info with { Topic = topic, TopicBy = caller.User.Value, TopicTs = ts });

    /// <inheritdoc cref="IChannelGrain.SetPurpose"/>
    public Task<ChannelResult> SetPurpose(Caller caller, string purpose, Guid dedupeKey) => SetText(
        caller, EventKind.Purpose, purpose, dedupeKey, ts => state.Info with { Purpose = purpose, PurposeBy = caller.User.Value, PurposeTs = ts });

    /// <inheritdoc cref="IChannelGrain.Rename"/>
    public Task<ChannelResult> Rename(Caller caller, string name, Guid dedupeKey) => sequence.Run(0, async () =>
    {
        var role = await answers.Role(caller.User);
        if (!state.Members.Contains(caller.User) && (state.Info.IsPrivate || role is not >= UserRole.Admin))
        {
            return ChannelAnswers.Refused(state.Info.IsPrivate ? PostError.ChannelNotFound : PostError.NotInChannel);
        }

        if (string.Equals(state.Info.Name, name, StringComparison.Ordinal))
        {
            return answers.View(caller, already: true);
        }

        if (state.Info.IsArchived)
        {
            return ChannelAnswers.Refused(PostError.IsArchived);
        }

        if (role is not >= UserRole.Admin && (role is not >= UserRole.Member || state.Info.Creator != caller.User || state.Info.IsGeneral))
        {
            return ChannelAnswers.Refused(PostError.RestrictedAction);
        }

        var listed = await answers.Team.RenameChannel(state.Info.Id, name, caller.User, dedupeKey);
        return listed == TeamError.None
            ? await Change(caller, EventKind.Rename, name, MessageExtras.Of(EventExtras.OldName, state.Info.Name), dedupeKey, _ => state.Info with { Name = name })
            : Refused(listed);
    });

    /// <inheritdoc cref="IChannelGrain.Archive"/>
    public Task<ChannelResult> Archive(Caller caller, bool archive, Guid dedupeKey) => sequence.Run(0, async () =>
    {
        if (await WhyNotArchive(caller, archive) is { } error)
        {
            var isRetry = state.Info.IsArchived == archive && await answers.Stored(dedupeKey) is not null;
            return isRetry ? await List(ChannelAnswers.Gone) : ChannelAnswers.Refused(error);
        }

        var kind = archive ? EventKind.Archive : EventKind.Unarchive;
        return await List(await Change(caller, kind, "", null, dedupeKey, _ => state.Info with { IsArchived = archive }));

        async Task<ChannelResult> List(ChannelResult changed)
        {
            if (changed.Error != PostError.None)
            {
                return changed;
            }

            var listed = await answers.Team.ArchiveChannel(state.Info.Id, archive, caller.User, dedupeKey);
            return listed == TeamError.None ? changed : Refused(listed);
        }
    });

    private static ChannelResult Refused(TeamError error) => ChannelAnswers.Refused(error switch
    {
        TeamError.NameTaken => PostError.NameTaken,
        TeamError.Busy => PostError.Busy,
        _ => PostError.Unavailable,
    });

    private Task<ChannelResult> SetText(Caller caller, EventKind kind, string text, Guid dedupeKey, Func<long, ChannelInfo> after) => sequence.Run(0, async () =>
    {
        if (answers.WhyNotMember(caller) is { } error)
        {
            var refused = ChannelAnswers.Refused(error);
            return await answers.Stored(dedupeKey) is null ? refused : await answers.Again(caller, refused);
        }

        return await Change(caller, kind, text, null, dedupeKey, after);
    });

    private async Task<PostError?> WhyNotArchive(Caller caller, bool archive)
    {
        var isMember = state.Members.Contains(caller.User);
        var role = await answers.Role(caller.User);
        if (!isMember && (state.Info.IsPrivate || role is not >= UserRole.Member))
        {
            return PostError.ChannelNotFound;
        }

        if (role is not >= UserRole.Member)
        {
            return PostError.RestrictedAction;
        }

        if (!isMember && role is not >= UserRole.Admin)
        {
            return PostError.NotInChannel;
        }

        if (state.Info.IsGeneral)
        {
            return PostError.CantArchiveGeneral;
        }

        return (state.Info.IsArchived, archive) switch
        {
            (true, true) => PostError.AlreadyArchived,
            (false, false) => PostError.NotArchived,
            _ => null,
        };
    }

    private async Task<ChannelResult> Change(
        Caller caller, EventKind kind, string text, string? extras, Guid dedupeKey, Func<long, ChannelInfo> after)
    {
        var result = await chain.Append(new NewRow(kind, dedupeKey, caller.User.Value)
        {
            Body = text,
            Extras = extras,
            Effects = ts => [new ChannelSet(after(ts) with { MemberCount = state.Members.Count })],
            Apply = stored =>
            {
                state.Info = after(stored.EventTs);
                state.Apply(stored);
            },
        });
        return answers.Of(result, caller);
    }
}
