using System.Collections.Immutable;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Channels;

/// <summary>
/// A conversation that its members name: nobody joins, leaves or renames it. It is in no directory; its first event, under a key
/// that follows from its id, makes it exist.
/// </summary>
internal sealed class DirectConversation(EventChain chain, ChannelState state, ChannelAnswers answers, IGrainFactory grains, KeyedSequence<int> sequence)
{
    /// <inheritdoc cref="IChannelGrain.OpenDirect"/>
    public Task<ChannelResult> Open(Caller caller, ImmutableArray<UserId> others) => sequence.Run(0, async () =>
    {
        UserId[] members = [.. others.Append(caller.User).Distinct()];
        if (members.Length > IChannelGrain.DirectOthersMax + 1 || ChannelId.OfMembers(chain.Id.Team, members).Value != chain.Id.Id)
        {
            return ChannelAnswers.Refused(PostError.ChannelNotFound);
        }

        var already = state.IsMade;
        if (!already)
        {
            var made = await Make(caller, members);
            if (made.Error != PostError.None)
            {
                return made;
            }
        }

        // Also when it was there: an earlier try may have been cut short before every member's list had it.
        await Task.WhenAll(members.Where(m => m != UserProfile.Slackbot.Id).Select(Tell));
        return answers.View(caller, already);
    });

    private async Task<ChannelResult> Make(Caller caller, UserId[] members)
    {
        var names = new List<string>();
        foreach (var member in members)
        {
            if (await answers.Team.Member(member) is not { Deleted: false } profile)
            {
                return ChannelAnswers.Refused(PostError.UserNotFound);
            }

            names.Add(profile.Name);
        }

        if (!chain.IsOpen && !await chain.Open(() => Task.FromResult(true), CancellationToken.None))
        {
            return ChannelAnswers.Refused(PostError.Unavailable);
        }

        var channel = new ChannelId(chain.Id.Id);
        var name = channel.Kind == ChannelKind.GroupDirect ? $"mpdm-{string.Join("--", names.Order(StringComparer.Ordinal))}-1" : string.Empty;
        var result = await chain.Append(new NewRow(EventKind.DirectOpened, DedupeKeys.From("direct", channel.Value), caller.User.Value)
        {
            Extras = MessageExtras.Write(json =>
            {
                json.WriteStartArray(EventExtras.Users);
                foreach (var member in members)
                {
                    json.WriteStringValue(member.Value);
                }

                json.WriteEndArray();
            }),
            Effects = ts => [new ChannelSet(Info(ts)), .. members.Select(m => new ChannelMemberSet(m, null, Removed: false))],
            Apply = stored =>
            {
                state.Info = Info(stored.EventTs);
                foreach (var member in members)
                {
                    state.Members.Add(member.Value);
                }
            },
        });
        return result.IsStored && state.IsMade ? answers.View(caller, already: false) : answers.Of(result with { Status = Settled(result.Status) }, caller);

        ChannelInfo Info(long ts) => new(channel, name, true, false, false, caller.User, ts, "", "", 0, "", "", 0, members.Length);
    }

    // Stored by another activation, whose state is not here: the next try finds it in the database.
    private static AppendStatus Settled(AppendStatus status) =>
        status is AppendStatus.Stored or AppendStatus.Duplicate ? AppendStatus.Unavailable : status;

    private Task Tell(UserId member) => grains.GetGrain<IUserGrain>(ChainId.Of(chain.Id.Team, member).GrainKey)
        .AddedToChannel(state.Info.Id, state.Info.CreatedTs, 0, state.Info, [.. state.Others(member)]);
}
