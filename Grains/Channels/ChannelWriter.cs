using System.Collections.Immutable;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Channels;

/// <summary>Posts, edits, deletes and reactions of one channel.</summary>
/// <remarks>
/// A check of state that would refuse first looks the key up: a retry gets the first answer, not <c>already_reacted</c>.
/// Operations on one message run one after the other, so that a check still holds when its row is queued.
/// </remarks>
internal sealed class ChannelWriter(EventChain chain, ChannelState state, ChannelServices services, IGrainFactory grains)
{
    private readonly KeyedSequence<long> _byMessage = new();
    private readonly KeyedSequence<long> _deletesByThread = new();
    private readonly KeyedSequence<int> _pinsInTurn = new();
    private readonly ThreadFollowers _followers = new(chain, state, services.Messages, grains);
    private readonly GroupMentions _groups = new(chain, state, grains);

    /// <inheritdoc cref="IChannelGrain.Post"/>
    public async Task<PostResult> Post(PostMessage message)
    {
        var (error, parent) = await WhyNotPost(message);
        if (error != PostError.None)
        {
            return await RefuseUnlessStored(message.DedupeKey, isMessage: true, error);
        }

        var counts = message.ThreadTs is null || message.Broadcast;
        var extras = message is { ThreadTs: not null, Broadcast: true } ? MessageExtras.WithBroadcast(message.Extras) : message.Extras;
        var kind = message.IsMeMessage ? EventKind.MeMessage : EventKind.Message;
        var groups = await _groups.Of(message.Text, message.Caller.User.Value);
        if (WhyNotWrite(message.Caller) is not PostError.None and var late)
        {
            return await RefuseUnlessStored(message.DedupeKey, isMessage: true, late);
        }

        var mentions = Mentions.Of(message.Text, message.Caller.User.Value, state.Members, everybody: counts);
        var all = Mentions.All(mentions, groups);
        extras = MessageExtras.WithGroups(extras, groups);
        var result = await chain.Append(new NewRow(kind, message.DedupeKey, message.Caller.User.Value)
        {
            ThreadTs = message.ThreadTs,
            Thread = parent is null ? null : () => ThreadAfterReply(parent, message.Broadcast),
            Body = message.Text,
            Extras = extras,
            Counts = counts,
            Effects = ts => EffectsOf(ts, message.ThreadTs, mentions, groups),
            Apply = stored =>
            {
                state.Apply(stored);
                state.Mentions.Set(stored.EventTs, stored.Position, stored.Author, counts ? all : []);
            },
        });
        if (parent is not null && result.IsStored)
        {
            await _followers.Replied(parent, result.Ts, message.Caller.User, all, isRepeat: result.Status == AppendStatus.Duplicate);
        }

        return ResultOf(
            result,
            () => new Message(result.Ts, kind, message.Caller.User.Value, message.Text, extras, message.ThreadTs, null, false, result.Position, [], null)
            {
                ParentAuthor = parent?.Author,
            });
    }

    /// <inheritdoc cref="IChannelGrain.Edit"/>
    public Task<PostResult> Edit(Caller caller, long ts, string text, string? extras, Guid dedupeKey) => _byMessage.Run(ts, async () =>
    {
        var before = await FindVisible(caller, ts);
        var after = before.Message is null ? null : MessageExtras.Merged(before.Message.Extras, extras);
        PostError? error = before switch
        {
            (var refused, _) when refused != PostError.None => refused,
            (_, { } m) when m.Author != caller.User.Value || m.Kind is not (EventKind.Message or EventKind.MeMessage) => PostError.CantUpdateMessage,
            _ when after?.Length > PostMessage.ExtrasLengthMax => PostError.ExtrasTooLong,
            _ => null,
        };
        if (error is { } e)
        {
            return await RefuseUnlessStored(dedupeKey, isMessage: false, e);
        }

        var message = before.Message!;
        var counts = message.ThreadTs is null || message.ThreadTs == ts || MessageExtras.IsBroadcast(message.Extras);
        var groups = await _groups.Of(text, message.Author);
        if (WhyNotWrite(caller) is not PostError.None and var late)
        {
            return await RefuseUnlessStored(dedupeKey, isMessage: false, late);
        }

        var mentions = Mentions.Of(text, message.Author, state.Members, everybody: counts);
        var all = Mentions.All(mentions, groups);
        after = MessageExtras.WithGroups(after, groups);
        var result = await chain.Append(new NewRow(EventKind.Edited, dedupeKey, caller.User.Value)
        {
            TargetTs = ts,
            ThreadTs = message.ThreadTs,
            Extras = MessageExtras.OfEdit(state.Recent.Find(ts) ?? message, text, after),
            Effects = _ => [new MessageEdit(ts, text, after), new MentionsSet(ts, mentions, groups)],
            Apply = stored =>
            {
                state.Recent.Change(ts, m => m with { Text = text, Extras = after, EditedTs = stored.EventTs });
                state.Mentions.Set(ts, message.Position, message.Author, counts ? all : []);
            },
        });
        if (result.IsStored && message.ThreadTs is { } thread && thread != ts)
        {
            await _followers.Edited(thread, ts, all);
        }

        return ResultOf(result, () => message with { Text = text, Extras = after, EditedTs = result.Ts });
    });

    /// <inheritdoc cref="IChannelGrain.Delete"/>
    public Task<PostResult> Delete(Caller caller, long ts, Guid dedupeKey) => _byMessage.Run(ts, async () =>
    {
        var (error, message) = await FindVisible(caller, ts);
        if (error == PostError.None && message!.Author != caller.User.Value && !await IsAdmin(caller))
        {
            error = PostError.CantDeleteMessage;
        }

        if (error != PostError.None)
        {
            return await RefuseUnlessStored(dedupeKey, isMessage: false, error);
        }

        return message!.ThreadTs is { } parent && parent != ts
            ? await _deletesByThread.Run(parent, () => DeleteReply(caller, message, parent, dedupeKey))
            : await Delete(caller, message, null, dedupeKey, () => ApplyTombstone(ts));
    });

    /// <inheritdoc cref="IChannelGrain.React"/>
    public Task<PostResult> React(Caller caller, long ts, string name, bool remove, Guid dedupeKey) => _byMessage.Run(ts, async () =>
    {
        var (error, message) = await FindVisible(caller, ts);
        if (error == PostError.None)
        {
            error = await WhyNotReact(message!, caller.User, name, remove);
            error = error == PostError.None ? WhyNotWrite(caller) : error;
        }

        if (error != PostError.None)
        {
            return await RefuseUnlessStored(dedupeKey, isMessage: false, error);
        }

        var user = caller.User.Value;
        var result = await chain.Append(new NewRow(remove ? EventKind.ReactionRemoved : EventKind.ReactionAdded, dedupeKey, user)
        {
            TargetTs = ts,
            Extras = MessageExtras.OfReaction(name, message!.Author),
            Effects = _ => [new ReactionSet(ts, name, remove)],
            Apply = _ => state.Recent.Change(ts, m => m with
            {
                Reactions = remove ? Reactions.Without(m.Reactions, name, user) : Reactions.With(m.Reactions, name, user),
            }),
        });
        return ResultOf(result, () => null);
    });

    /// <inheritdoc cref="IChannelGrain.SetPin"/>
    public Task<PostResult> SetPin(Caller caller, long ts, bool remove, Guid dedupeKey) => _pinsInTurn.Run(0, () => _byMessage.Run(ts, async () =>
    {
        var (error, message) = await FindVisible(caller, ts);
        error = error == PostError.None ? WhyNotWrite(caller) : error;
        error = (error, remove) switch
        {
            (not PostError.None, _) => error,
            (_, true) => state.Pins.Find(ts) is null ? PostError.NotPinned : PostError.None,
            (_, false) when state.Pins.Find(ts) is not null => PostError.AlreadyPinned,
            _ => state.Pins.Count >= IChannelGrain.PinsMax ? PostError.TooManyPins : PostError.None,
        };
        if (error != PostError.None)
        {
            return await RefuseUnlessStored(dedupeKey, isMessage: false, error);
        }

        var user = caller.User.Value;
        var result = await chain.Append(new NewRow(remove ? EventKind.PinRemoved : EventKind.PinAdded, dedupeKey, user)
        {
            TargetTs = ts,
            Extras = MessageExtras.OfPin(message!.Author, state.Pins.Count + (remove ? -1 : 1)),
            Effects = _ => [new PinSet(ts, remove)],
            Apply = stored =>
            {
                if (remove)
                {
                    state.Pins.Remove(ts);
                }
                else
                {
                    state.Pins.Add(new Pin(ts, user, stored.EventTs));
                }
            },
        });
        return ResultOf(result, () => null);
    }));

    private static ImmutableArray<RowEffect> EffectsOf(long ts, long? thread, ImmutableArray<string> mentions, ImmutableArray<GroupMention> groups)
    {
        var isForNobody = mentions.IsEmpty && groups.IsEmpty;
        return (thread, isForNobody) switch
        {
            (null, true) => [],
            (null, false) => [new MentionsSet(ts, mentions, groups)],
            ({ } parent, true) => [new ThreadReply(parent)],
            ({ } parent, false) => [new ThreadReply(parent), new MentionsSet(ts, mentions, groups)],
        };
    }

    private static PostResult ResultOf(AppendResult result, Func<Message?> message) => result.Status switch
    {
        AppendStatus.Stored or AppendStatus.Duplicate => new PostResult(PostError.None, result.Ts, message(), default),
        AppendStatus.Refused => PostResult.Refused(PostError.InvalidText),
        AppendStatus.Busy => PostResult.Refused(PostError.Busy, result.RetryAfter),
        AppendStatus.Unavailable => PostResult.Refused(PostError.Unavailable, result.RetryAfter),
    };

    // Asked first, and again directly before the append: a removal or an archiving that is committed meanwhile comes before what was to be written.
    private PostError WhyNotWrite(Caller caller) =>
        !state.Members.Contains(caller.User) ? state.Info.IsPrivate ? PostError.ChannelNotFound : PostError.NotInChannel
        : state.Info.IsArchived ? PostError.IsArchived
        : PostError.None;

    private async Task<(PostError Error, Message? Parent)> WhyNotPost(PostMessage message)
    {
        if (WhyNotWrite(message.Caller) is not PostError.None and var error)
        {
            return (error, null);
        }

        if (message.ThreadTs is { } parentTs)
        {
            var parent = await state.FindMessage(await chain.Route(), parentTs);
            return parent is { Deleted: false } && (parent.ThreadTs is null || parent.ThreadTs == parent.Ts)
                ? (PostError.None, parent)
                : (PostError.ThreadNotFound, null);
        }

        return (PostError.None, null);
    }

    private async Task<PostError> WhyNotReact(Message message, UserId user, string name, bool remove)
    {
        var reaction = message.Reactions.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.Ordinal));

        // The list under an emoji is cut at 50 users; beyond it the database knows.
        var has = reaction is not null
            && (reaction.Users.Contains(user.Value, StringComparer.Ordinal)
                || (reaction.Count > reaction.Users.Length
                    && await services.Messages.HasReacted(await chain.Route(), chain.Id, message.Ts, name, user, CancellationToken.None)));
        if (remove)
        {
            return has ? PostError.None : PostError.NoReaction;
        }

        if (has)
        {
            return PostError.AlreadyReacted;
        }

        return reaction is null && message.Reactions.Length >= Reactions.NamesMax ? PostError.TooManyReactions : PostError.None;
    }

    private async Task<(PostError Error, Message? Message)> FindVisible(Caller caller, long ts)
    {
        if (WhyNotWrite(caller) is not PostError.None and var error)
        {
            return (error, null);
        }

        var message = await state.FindMessage(await chain.Route(), ts);
        return message is { Deleted: false } ? (PostError.None, message) : (PostError.MessageNotFound, null);
    }

    private async Task<PostResult> RefuseUnlessStored(Guid dedupeKey, bool isMessage, PostError error)
    {
        var route = await chain.Route();
        if (isMessage)
        {
            return await services.Messages.FindStored(route, chain.Id, dedupeKey, CancellationToken.None) is { } stored
                ? new PostResult(PostError.None, stored.Ts, await services.Messages.Get(route, chain.Id, stored.Ts, CancellationToken.None), default)
                : PostResult.Refused(error);
        }

        return await services.Chains.Events.FindStored(route, chain.Id, dedupeKey, CancellationToken.None) is { } eventTs
            ? new PostResult(PostError.None, eventTs, null, default)
            : PostResult.Refused(error);
    }

    private async Task<bool> IsAdmin(Caller caller)
    {
        var member = await grains.GetGrain<ITeamGrain>(caller.Team.Value).Member(caller.User);
        return member is { Deleted: false, Role: >= UserRole.Admin };
    }

    // One after the other in a thread: what is left of it is read when the deletion before is committed.
    private async Task<PostResult> DeleteReply(Caller caller, Message reply, long parent, Guid dedupeKey)
    {
        var (latest, authorStays) = await services.Threads.Without(await chain.Route(), chain.Id, parent, reply.Ts, reply.Author, CancellationToken.None);
        return await Delete(caller, reply, parent, dedupeKey, () =>
        {
            ApplyTombstone(reply.Ts);

            // What the author wrote there meanwhile is among the recent messages.
            var isGone = !authorStays && !state.Recent.HasReply(parent, reply.Author);
            state.Recent.Change(parent, m => m with { Thread = ThreadSummaries.WithoutReply(m.Thread, reply.Ts, latest, isGone ? reply.Author : null) });
        });
    }

    private async Task<PostResult> Delete(Caller caller, Message message, long? thread, Guid dedupeKey, Action apply)
    {
        if (WhyNotWrite(caller) is not PostError.None and var late)
        {
            return await RefuseUnlessStored(dedupeKey, isMessage: false, late);
        }

        var result = await chain.Append(new NewRow(EventKind.Deleted, dedupeKey, caller.User.Value)
        {
            TargetTs = message.Ts,
            ThreadTs = message.ThreadTs,
            Extras = MessageExtras.OfDeletion(message),
            LatestTs = () => state.Recent.LatestWithout(message),
            Replies = () => (state.Recent.Find(message.Ts) ?? message).Thread,
            Effects = _ => state.Pins.Find(message.Ts) is null
                ? [new MessageTombstone(message.Ts, thread)]
                : [new MessageTombstone(message.Ts, thread), new PinSet(message.Ts, Removed: true)],
            Apply = _ => apply(),
        });
        return ResultOf(result, () => message with { Text = "", Extras = null, Deleted = true });
    }

    private void ApplyTombstone(long ts)
    {
        state.Recent.Change(ts, m => m with { Text = "", Extras = null, Deleted = true, Reactions = ImmutableArray<Reaction>.Empty });
        state.Mentions.Remove(ts);
        state.Pins.Remove(ts);
        chain.Tail.Redact(ts);
    }

    private EventThread ThreadAfterReply(Message checkedParent, bool broadcast)
    {
        var parent = state.Recent.Find(checkedParent.Ts) ?? checkedParent;
        return new EventThread((parent.Thread?.ReplyCount ?? 0) + 1, parent.Author, broadcast && !parent.Deleted ? parent.Text : null);
    }
}
