using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Channels;

/// <summary>One channel: its chain, its state in memory, and what may be done with them.</summary>
[GrainType("channel")]
[Reentrant]
internal sealed class ChannelGrain : ChainGrain, IChannelGrain
{
    private readonly ChannelState _state;
    private readonly ChannelWriter _writer;
    private readonly ChannelMembership _membership;
    private readonly ChannelHistory _history;
    private readonly ChannelId _channel;

    /// <summary>Initializes the grain.</summary>
    public ChannelGrain(IGrainContext context, ChannelServices services, IGrainFactory grains, ILogger<ChannelGrain> logger)
        : base(context, services.Chains, logger)
    {
        _channel = new ChannelId(Chain.Id.Id);
        _state = new ChannelState(Chain.Id, services);
        _writer = new ChannelWriter(Chain, _state, services, grains);
        _membership = new ChannelMembership(Chain, _state, services, grains);
        _history = new ChannelHistory(Chain, _state, services);
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await Chain.Open(async () => await _state.DirectoryEntry(_channel, cancellationToken) is not null, cancellationToken))
        {
            await _state.Load(await Chain.Route(cancellationToken), _channel, cancellationToken);
        }
        else
        {
            // Random ids must not fill the silo: an activation without a channel answers and goes.
            LeaveSoon();
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
        if (!Chain.IsOpen || (_state.Info.IsPrivate && !_state.Members.Contains(caller.User)))
        {
            return Task.FromResult(new MemberPage(PostError.ChannelNotFound, [], false));
        }

        countMax = Math.Clamp(countMax, 1, HistoryQuery.CountLimit);
        var members = _state.Members.After(after, countMax + 1);
        return Task.FromResult(new MemberPage(PostError.None, [.. members.Take(countMax)], members.Count > countMax));
    }

    /// <inheritdoc/>
    public Task<PostResult> Find(Caller caller, MessageTs ts) => IfOpen(() => _history.Find(caller, ts.Micros));

    /// <inheritdoc/>
    public Task<PostError> WhyNotTell(Caller caller, UserId user) =>
        Task.FromResult(Chain.IsOpen ? _membership.WhyNotTell(caller, user) : PostError.ChannelNotFound);

    /// <inheritdoc/>
    public Task<HistoryPage> History(Caller caller, HistoryQuery query) =>
        Chain.IsOpen ? _history.Read(caller, query) : Task.FromResult(new HistoryPage(PostError.ChannelNotFound, [], false));

    /// <inheritdoc/>
    public Task<ReadPosition> PositionAt(Caller caller, MessageTs ts) =>
        Chain.IsOpen ? _history.PositionAt(caller, ts.Micros) : Task.FromResult(new ReadPosition(PostError.ChannelNotFound, 0, 0));

    private Task<PostResult> IfOpen(Func<Task<PostResult>> operation) =>
        Chain.IsOpen ? operation() : Task.FromResult(PostResult.Refused(PostError.ChannelNotFound));

    private Task<ChannelResult> IfOpen(Func<Task<ChannelResult>> operation) =>
        Chain.IsOpen ? operation() : Task.FromResult(new ChannelResult(PostError.ChannelNotFound, null, false, default));
}
