using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Channels;

/// <summary>The bookmarks of one channel, at most <see cref="IChannelGrain.BookmarksMax"/>.</summary>
/// <remarks>
/// They are read when they are first asked for: most channels have none, and a start must not wait for them. From then on only the walk
/// of stored rows changes them. Everything runs in turn, so that a check still holds when its row is queued, and nothing is queued before
/// they have been read.
/// </remarks>
internal sealed class ChannelBookmarks(EventChain chain, ChannelState state, ChannelAnswers answers, ChannelServices services)
{
    private readonly KeyedSequence<int> _inTurn = new();
    private SortedDictionary<long, Bookmark>? _bookmarks;

    /// <inheritdoc cref="IChannelGrain.Bookmarks"/>
    public Task<BookmarkList> List(Caller caller) => _inTurn.Run(0, async () =>
    {
        if (!state.Members.Contains(caller.User))
        {
            return BookmarkList.Refused(state.Info.IsPrivate ? PostError.ChannelNotFound : PostError.NotInChannel);
        }

        return new BookmarkList(PostError.None, [.. (await Load()).Values], default);
    });

    /// <inheritdoc cref="IChannelGrain.SetBookmark"/>
    public Task<BookmarkList> Set(Caller caller, BookmarkChange change, Guid dedupeKey) => _inTurn.Run(0, async () =>
    {
        var bookmarks = await Load();
        var before = change.Ts is { } ts ? bookmarks.GetValueOrDefault(ts) : null;
        var error = answers.WhyNotMember(caller) ?? (change.Ts is null
            ? bookmarks.Count >= IChannelGrain.BookmarksMax ? PostError.TooManyBookmarks : PostError.None
            : before is null ? PostError.BookmarkNotFound : PostError.None);
        if (error != PostError.None)
        {
            // A retry gets the first answer: what it made or took away is not what stands in its way. But only of what it named then, and inside.
            return state.Members.Contains(caller.User)
                && await services.Chains.Events.FindStoredWithTarget(await chain.Route(), chain.Id, dedupeKey, CancellationToken.None) is { } stored
                && stored.Target == change.Ts
                    ? Done(bookmarks, change, stored.Ts, caller)
                    : BookmarkList.Refused(error);
        }

        if (before is not null && !change.Remove && After(before, change, before.ChangedTs, before.ChangedBy) == before)
        {
            return new BookmarkList(PostError.None, [before], default);
        }

        return await Append(bookmarks, before, caller, change, dedupeKey);
    });

    private static Bookmark After(Bookmark? before, BookmarkChange change, long ts, string user) => before is null
        ? new Bookmark(ts, change.Title ?? "", change.Link ?? "", change.Emoji ?? "", 0, user)
        : before with
        {
            Title = change.Title ?? before.Title,
            Link = change.Link ?? before.Link,
            Emoji = change.Emoji ?? before.Emoji,
            ChangedTs = ts,
            ChangedBy = user,
        };

    private static BookmarkList Done(SortedDictionary<long, Bookmark> bookmarks, BookmarkChange change, long ts, Caller caller)
    {
        var made = bookmarks.GetValueOrDefault(change.Ts ?? ts) ?? (change.Ts is null ? After(null, change, ts, caller.User.Value) : null);
        return new BookmarkList(PostError.None, made is null || change.Remove ? [] : [made], default);
    }

    private async Task<BookmarkList> Append(
        SortedDictionary<long, Bookmark> bookmarks, Bookmark? before, Caller caller, BookmarkChange change, Guid dedupeKey)
    {
        var user = caller.User.Value;
        var kind = change.Remove ? EventKind.BookmarkRemoved : before is null ? EventKind.BookmarkAdded : EventKind.BookmarkChanged;
        var result = await chain.Append(new NewRow(kind, dedupeKey, user)
        {
            TargetTs = before?.Ts,
            Effects = ts => [new BookmarkSet(After(before, change, ts, user), change.Remove)],
            Apply = stored =>
            {
                var after = After(before, change, stored.EventTs, user);
                if (change.Remove)
                {
                    bookmarks.Remove(after.Ts);
                }
                else
                {
                    bookmarks[after.Ts] = after;
                }
            },
        });
        return result.Status switch
        {
            AppendStatus.Stored or AppendStatus.Duplicate => Done(bookmarks, change, result.Ts, caller),
            AppendStatus.Refused => BookmarkList.Refused(PostError.InvalidText),
            AppendStatus.Busy => BookmarkList.Refused(PostError.Busy, result.RetryAfter),
            AppendStatus.Unavailable => BookmarkList.Refused(PostError.Unavailable, result.RetryAfter),
        };
    }

    private async Task<SortedDictionary<long, Bookmark>> Load()
    {
        if (_bookmarks is null)
        {
            var stored = await services.Bookmarks.Of(await chain.Route(), chain.Id.Team, state.Info.Id, IChannelGrain.BookmarksMax, CancellationToken.None);
            _bookmarks = new(stored.ToDictionary(b => b.Ts));
        }

        return _bookmarks;
    }
}
