using System.Collections.Immutable;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Channels;

/// <summary>
/// Who follows a thread from a reply on: its writer, whom it names, and at the first reply who began the thread. It is told to their
/// own chains before the reply's caller is answered; a retry under the same key does it again, and who follows already is not written twice.
/// </summary>
internal sealed class ThreadFollowers(EventChain chain, ChannelState state, MessagesTable messages, IGrainFactory grains)
{
    /// <summary>Tells those whom a stored reply concerns.</summary>
    /// <param name="parent">The thread's parent, as it was before the reply.</param>
    /// <param name="replyTs">The reply.</param>
    /// <param name="author">Who wrote it.</param>
    /// <param name="mentions">Whom it names.</param>
    /// <param name="isRepeat">True when the reply had been stored before: then others may have been counted since.</param>
    public async Task Replied(Message parent, long replyTs, UserId author, ImmutableArray<string> mentions, bool isRepeat)
    {
        var starter = new UserId(parent.Author);
        var tellsStarter = starter != author && state.Members.Contains(starter) && (isRepeat ? await IsFirst(parent.Ts, replyTs) : parent.Thread is null);
        var tasks = new List<Task> { Member(author).FollowThread(state.Info.Id, parent.Ts, replyTs, moves: true) };
        if (tellsStarter)
        {
            tasks.Add(Member(starter).FollowThread(state.Info.Id, parent.Ts, parent.Ts, moves: false));
        }

        tasks.AddRange(Named(parent.Ts, replyTs, mentions));
        await Task.WhenAll(tasks);
    }

    /// <summary>Tells those whom an edited reply names.</summary>
    public Task Edited(long threadTs, long replyTs, ImmutableArray<string> mentions) => Task.WhenAll(Named(threadTs, replyTs, mentions));

    private async Task<bool> IsFirst(long threadTs, long replyTs) =>
        (await messages.Replies(await chain.Route(), chain.Id, threadTs, above: threadTs, below: replyTs, countMax: 1, CancellationToken.None)).Count == 0;

    // Of large groups not everybody follows: each is told in a write of their own. What was there before somebody was named is not unread for them, the reply itself is.
    private IEnumerable<Task> Named(long threadTs, long replyTs, ImmutableArray<string> mentions) => mentions
        .Where(name => !string.Equals(name, MentionsSet.Everybody, StringComparison.Ordinal))
        .Take(MentionsSet.NamesMax)
        .Select(name => Member(new UserId(name)).FollowThread(state.Info.Id, threadTs, replyTs - 1, moves: false));

    private IUserGrain Member(UserId user) => grains.GetGrain<IUserGrain>(ChainId.Of(chain.Id.Team, user).GrainKey);
}
