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
internal sealed class ChannelGrain : Grain, IChannelGrain
{
    private readonly EventChain _chain;
    private readonly ChannelState _state;
    private readonly ChannelWriter _writer;
    private readonly ChannelMembership _membership;
    private readonly ChannelHistory _history;
    private readonly ChannelId _channel;

    /// <summary>Initializes the grain.</summary>
    public ChannelGrain(IGrainContext context, ChannelServices services, IGrainFactory grains, ILogger<ChannelGrain> logger)
    {
        var id = ChainId.FromGrainKey(context.GrainId.Key.ToString()!);
        _channel = new ChannelId(id.Id);
        _chain = new EventChain(id, services.Chains, logger, DeactivateOnIdle);
        _state = new ChannelState(id, services);
        _writer = new ChannelWriter(_chain, _state, services, grains);
        _membership = new ChannelMembership(_chain, _state, services, grains);
        _history = new ChannelHistory(_chain, _state, services);
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await _chain.Open(async () => await _state.DirectoryEntry(_channel, cancellationToken) is not null, cancellationToken))
        {
            await _state.Load(await _chain.Route(cancellationToken), _channel, cancellationToken);
        }
        else
        {
            // Random ids must not fill the silo: an activation without a channel answers and goes.
            this.LeaveSoon();
        }
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _chain.Close(cancellationToken);

    /// <inheritdoc/>
    public Task<ChainInterest> Renew(string gateway)
    {
        if (_chain.IsOpen)
        {
            _chain.Interests.Renew(gateway);
        }

        return Task.FromResult(new ChainInterest(_chain.IsOpen, _chain.Head, _chain.OutboxId));
    }

    /// <inheritdoc/>
    public Task Forget(string gateway)
    {
        _chain.Interests.Forget(gateway);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<EventPage> Since(long eventTs, int countMax) => _chain.Since(eventTs, countMax);

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
    public Task<ChannelResult> Join(Caller caller, Guid dedupeKey) => IfOpen(() => _membership.Join(caller, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> Leave(Caller caller, Guid dedupeKey) => IfOpen(() => _membership.Leave(caller, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> Invite(Caller caller, UserId user, Guid dedupeKey) => IfOpen(() => _membership.Invite(caller, user, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> Kick(Caller caller, UserId user, Guid dedupeKey) => IfOpen(() => _membership.Kick(caller, user, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> SetTopic(Caller caller, string topic, Guid dedupeKey) => IfOpen(() => _membership.SetTopic(caller, topic, dedupeKey));

    /// <inheritdoc/>
    public Task<ChannelResult> Info(Caller caller) => IfOpen(() => Task.FromResult(_membership.Info(caller)));

    /// <inheritdoc/>
    public Task<MemberPage> Members(Caller caller, UserId? after, int countMax)
    {
        if (!_chain.IsOpen || (_state.Info.IsPrivate && !_state.Members.Contains(caller.User)))
        {
            return Task.FromResult(new MemberPage(PostError.ChannelNotFound, [], false));
        }

        countMax = Math.Clamp(countMax, 1, HistoryQuery.CountLimit);
        var members = _state.Members.After(after, countMax + 1);
        return Task.FromResult(new MemberPage(PostError.None, [.. members.Take(countMax)], members.Count > countMax));
    }

    /// <inheritdoc/>
    public Task<HistoryPage> History(Caller caller, HistoryQuery query) =>
        _chain.IsOpen ? _history.Read(caller, query) : Task.FromResult(new HistoryPage(PostError.ChannelNotFound, [], false));

    /// <inheritdoc/>
    public Task<ReadPosition> PositionAt(Caller caller, MessageTs ts) =>
        _chain.IsOpen ? _history.PositionAt(caller, ts.Micros) : Task.FromResult(new ReadPosition(PostError.ChannelNotFound, 0, 0));

    /// <inheritdoc/>
    public Task<bool> IsMember(UserId user) => Task.FromResult(_chain.IsOpen && _state.Members.Contains(user));

    private Task<PostResult> IfOpen(Func<Task<PostResult>> operation) =>
        _chain.IsOpen ? operation() : Task.FromResult(PostResult.Refused(PostError.ChannelNotFound));

    private Task<ChannelResult> IfOpen(Func<Task<ChannelResult>> operation) =>
        _chain.IsOpen ? operation() : Task.FromResult(new ChannelResult(PostError.ChannelNotFound, null, false, default));
}
