using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Channels;

/// <summary>One channel: its chain, its state in memory, and what may be done with them.</summary>
[GrainType("channel")]
[Reentrant]
internal sealed class ChannelGrain : ChainGrain, IChannelGrain
{
    private readonly ChannelState _state;
    private readonly ChannelAnswers _answers;
    private readonly ChannelWriter _writer;
    private readonly ChannelMembership _membership;
    private readonly ChannelDescription _description;
    private readonly DirectConversation _direct;
    private readonly ChannelHistory _history;
    private readonly ChannelBookmarks _bookmarks;
    private readonly TypingLimit _typing;
    private readonly ChannelId _channel;

    /// <summary>Initializes the grain.</summary>
    public ChannelGrain(IGrainContext context, ChannelServices services, IGrainFactory grains, ILogger<ChannelGrain> logger)
        : base(context, services.Chains, logger)
    {
        _channel = new ChannelId(Chain.Id.Id);
        _state = new ChannelState(Chain.Id, services);
        _writer = new ChannelWriter(Chain, _state, services, grains);
        _answers = new ChannelAnswers(Chain, _state, services, grains);
        var sequence = new KeyedSequence<int>();
        _membership = new ChannelMembership(Chain, _state, _answers, grains, sequence);
        _description = new ChannelDescription(Chain, _state, _answers, sequence);
        _direct = new DirectConversation(Chain, _state, _answers, grains, sequence);
        _bookmarks = new ChannelBookmarks(Chain, _state, _answers, services);
        _typing = new TypingLimit(services.Chains.TimeProvider);
        _history = new ChannelHistory(Chain, _state, services);
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await Chain.Open(async () => !_channel.IsDirect && await _state.DirectoryEntry(_channel, cancellationToken) is not null, cancellationToken))
        {
            await _state.Load(await Chain.Route(cancellationToken), _channel, cancellationToken);
            if (!_channel.IsDirect)
            {
                this.RegisterGrainTimer(_membership.Remind, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
            }
        }
        else
        {
            // Random ids must not fill the silo: an activation without a channel answers and goes.
            LeaveSoon(unless: () => _state.IsMade);
        }
    }

    /// <inheritdoc/>
    public Task<ChannelResult> Create(Caller caller, Guid dedupeKey) => IfOpen(() => _membership.Create(caller, dedupeKey));

    /// <inheritdoc/>
    public Task<PostResult> Post(PostMessage message) => IfOpen(() => _writer.Post(message));

    /// <inheritdoc/>
    public Task<PostResult> Edit(Caller caller, MessageTs ts, string text, string? extras, Guid dedupeKey) =>
        IfOpen(() => _writer.Edit(caller, ts.Micros, text, extras, dedupeKey));

    /// <inheritdoc/>
    public Task<PostResult> Delete(Caller caller, MessageTs ts, Guid dedupeKey) => IfOpen(() => _writer.Delete(caller, ts.Micros, dedupeKey));

    /// <inheritdoc/>
    public Task<PostResult> React(Caller caller, MessageTs ts, string name, bool remove, Guid dedupeKey) =>
        IfOpen(() => _writer.React(caller, ts.Micros, name, remove, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> Join(Caller caller, Guid dedupeKey) => IfShared(caller, () => _membership.Join(caller, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> Leave(Caller caller, Guid dedupeKey) => IfShared(caller, () => _membership.Leave(caller, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> Invite(Caller caller, UserId user, Guid dedupeKey) => IfShared(caller, () => _membership.Invite(caller, user, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> WhyNotInvite(Caller caller, UserId user, Guid dedupeKey) =>
        IfShared(caller, () => _membership.WhyNotInvite(caller, user, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> Kick(Caller caller, UserId user, Guid dedupeKey) => IfShared(caller, () => _membership.Kick(caller, user, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> SetTopic(Caller caller, string topic, Guid dedupeKey) =>
        IfShared(caller, () => _description.SetTopic(caller, topic, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> SetPurpose(Caller caller, string purpose, Guid dedupeKey) =>
        IfShared(caller, () => _description.SetPurpose(caller, purpose, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> Rename(Caller caller, string name, Guid dedupeKey) =>
        IfShared(caller, () => _description.Rename(caller, name, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> Archive(Caller caller, bool archive, Guid dedupeKey) =>
        IfShared(caller, () => _description.Archive(caller, archive, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> OpenDirect(Caller caller, ImmutableArray<UserId> others) => _direct.Open(caller, others);

    /// <inheritdoc/>
    public Task<ChannelResult> Info(Caller caller) => IfOpen(() => _membership.Info(caller));

    /// <inheritdoc/>
    public async Task<MemberPage> Members(Caller caller, UserId? after, int countMax)
    {
        if (!IsOpen || !await _answers.IsVisible(caller))
        {
            return new MemberPage(PostError.ChannelNotFound, [], false);
        }

        countMax = Math.Clamp(countMax, 1, HistoryQuery.CountLimit);
        var members = _state.Members.After(after, countMax + 1);
        return new MemberPage(PostError.None, [.. members.Take(countMax)], members.Count > countMax);
    }

    /// <inheritdoc/>
    public Task<PostResult> Find(Caller caller, MessageTs ts) => IfOpen(() => _history.Find(caller, ts.Micros));

    /// <inheritdoc/>
    public Task<PostResult> SetPin(Caller caller, MessageTs ts, bool remove, Guid dedupeKey) =>
        IfOpen(() => _writer.SetPin(caller, ts.Micros, remove, dedupeKey));

    /// <inheritdoc/>
    public Task<PinnedPage> Pinned(Caller caller) =>
        IsOpen ? _history.Pinned(caller) : Task.FromResult(new PinnedPage(PostError.ChannelNotFound, [], []));

    /// <inheritdoc/>
    public Task<BookmarkList> SetBookmark(Caller caller, BookmarkChange change, Guid dedupeKey) =>
        IsOpen ? _bookmarks.Set(caller, change, dedupeKey) : Task.FromResult(BookmarkList.Refused(PostError.ChannelNotFound));

    /// <inheritdoc/>
    public Task<BookmarkList> Bookmarks(Caller caller) =>
        IsOpen ? _bookmarks.List(caller) : Task.FromResult(BookmarkList.Refused(PostError.ChannelNotFound));

    /// <inheritdoc/>
    public Task<PostError> WhyNotTell(Caller caller, UserId user) =>
        Task.FromResult(Chain.IsOpen ? _membership.WhyNotTell(caller, user) : PostError.ChannelNotFound);

    /// <inheritdoc/>
    public Task<HistoryPage> History(Caller caller, HistoryQuery query) =>
        IsOpen ? _history.Read(caller, query) : Task.FromResult(new HistoryPage(PostError.ChannelNotFound, [], false));

    /// <inheritdoc/>
    public Task<ReadPosition> PositionAt(Caller caller, MessageTs ts) =>
        IsOpen ? _history.PositionAt(caller, ts.Micros) : Task.FromResult(new ReadPosition(PostError.ChannelNotFound, 0, 0));

    /// <inheritdoc/>
    public Task<ChannelCounts> Counts(Caller caller, long readPosition) =>
        Task.FromResult(IsOpen ? _history.Counts(caller, readPosition) : ChannelCounts.Refused(PostError.ChannelNotFound));

    /// <inheritdoc/>
    public Task Typing(Caller caller, long? threadTs)
    {
        if (IsOpen && !_state.Info.IsArchived && _state.Members.Contains(caller.User) && _typing.TryTake(caller.User))
        {
            Chain.Interests.Signal(new ChainSignal(Chain.Id, SignalKind.Typing, caller.User.Value, threadTs));
        }

        return Task.CompletedTask;
    }

    private bool IsOpen => Chain.IsOpen && _state.IsMade;

    /// <summary>What members of a direct conversation cannot do; for others there is none.</summary>
    private Task<ChannelResult> IfShared(Caller caller, Func<Task<ChannelResult>> operation) => IfOpen(() => _channel.IsDirect
        ? Task.FromResult(ChannelAnswers.Refused(_state.Members.Contains(caller.User) ? PostError.MethodNotSupported : PostError.ChannelNotFound))
        : operation());

    private Task<PostResult> IfOpen(Func<Task<PostResult>> operation) =>
        IsOpen ? operation() : Task.FromResult(PostResult.Refused(PostError.ChannelNotFound));

    private Task<ChannelResult> IfOpen(Func<Task<ChannelResult>> operation) =>
        IsOpen ? operation() : Task.FromResult(ChannelAnswers.Refused(PostError.ChannelNotFound));
}
