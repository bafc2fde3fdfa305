using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Users;

/// <summary>One member: channel list, read cursors, settings, and the chain that their own sockets follow.</summary>
[GrainType("user")]
[Reentrant]
internal sealed class UserGrain : ChainGrain, IUserGrain
{
    private readonly UserServices _services;
    private readonly UserId _user;
    private readonly Dictionary<ChannelId, UserChannel> _channels = [];
    private readonly Dictionary<ChannelId, long> _changedTs = [];
    private readonly KeyedSequence<ChannelId> _byChannel = new();
    private readonly UserSettings _settings;

    /// <summary>Initializes the grain.</summary>
    public UserGrain(IGrainContext context, UserServices services, ILogger<UserGrain> logger)
        : base(context, services.Chains, logger)
    {
        _user = new UserId(Chain.Id.Id);
        _services = services;
        _settings = new UserSettings(Chain, services.Chains);
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var team = Chain.Id.Team;
        if (!await Chain.Open(async () => await _services.Members.Exists(await Chain.Route(cancellationToken), team, _user, cancellationToken), cancellationToken))
        {
            LeaveSoon();
            return;
        }

        var route = await Chain.Route(cancellationToken);
        foreach (var channel in await _services.Channels.All(route, team, _user, IUserGrain.ChannelsMax, cancellationToken))
        {
            _channels.Add(channel.Channel, channel);
        }

        var (prefs, snoozeTs) = await _services.Settings.Get(route, team, _user, cancellationToken);
        _settings.Load(prefs, snoozeTs);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<UserChannel>> Channels() =>
        Task.FromResult(_channels.Values.OrderBy(c => c.Channel.Value, StringComparer.Ordinal).ToImmutableArray());

    /// <inheritdoc/>
    public Task AddedToChannel(ChannelId channel, long joinTs) => Change(channel, joinTs, removed: false);

    /// <inheritdoc/>
    public Task RemovedFromChannel(ChannelId channel, long leaveTs) => Change(channel, leaveTs, removed: true);

    /// <inheritdoc/>
    public Task Mark(ChannelId channel, long readTs, long position, long unread) => _byChannel.Run(channel, async () =>
    {
        if (!_channels.TryGetValue(channel, out var before) || (before.ReadTs == readTs && before.ReadPosition == position))
        {
            return 0;
        }

        var key = Guid.CreateVersion7();
        return Require(await Chain.Append(new NewRow(EventKind.ChannelMarked, key, _user.Value)
        {
            TargetTs = readTs,
            Extras = MessageExtras.Write(json =>
            {
                json.WriteString(EventExtras.Channel, channel.Value);
                json.WriteNumber(EventExtras.ReadTs, readTs);
                json.WriteNumber(EventExtras.Position, position);
                json.WriteNumber(EventExtras.Unread, unread);
            }),
            Effects = _ => [new ReadCursorSet(channel, readTs, position)],
            Apply = _ => _channels[channel] = new UserChannel(channel, readTs, position),
        }));
    });

    /// <inheritdoc/>
    public async Task<PostResult> PostEphemeral(EphemeralMessage message)
    {
        var result = await Chain.Append(new NewRow(EventKind.EphemeralPosted, message.DedupeKey, message.Caller.User.Value)
        {
            Extras = MessageExtras.OfEphemeral(message),
        });
        return result.Status switch
        {
            AppendStatus.Stored or AppendStatus.Duplicate => new PostResult(PostError.None, result.Ts, null, default),
            AppendStatus.Refused => PostResult.Refused(PostError.InvalidText),
            AppendStatus.Busy => PostResult.Refused(PostError.Busy, result.RetryAfter),
            AppendStatus.Unavailable => PostResult.Refused(PostError.Unavailable, result.RetryAfter),
        };
    }

    /// <inheritdoc/>
    public async Task<long?> FindStored(Guid dedupeKey) =>
        await _services.Chains.Events.FindStored(await Chain.Route(), Chain.Id, dedupeKey, CancellationToken.None);

    /// <inheritdoc/>
    public Task<MemberSettings> Settings() => Task.FromResult(_settings.Current);

    /// <inheritdoc/>
    public Task<SettingsResult> SetPref(MemberPref pref, Guid dedupeKey) => _settings.SetPref(pref, dedupeKey);

    /// <inheritdoc/>
    public Task<SettingsResult> Snooze(TimeSpan duration, Guid dedupeKey) => _settings.Snooze(duration, dedupeKey);

    /// <inheritdoc/>
    public Task<SettingsResult> EndSnooze(Guid dedupeKey) => _settings.EndSnooze(dedupeKey);

    private Task<long> Change(ChannelId channel, long ts, bool removed) => _byChannel.Run(channel, async () =>
    {
        // A late repeat of an older change must not undo a newer one.
        if (_changedTs.TryGetValue(channel, out var newest) && newest >= ts)
        {
            return newest;
        }

        var kind = removed ? EventKind.RemovedFromChannel : EventKind.AddedToChannel;
        var result = Require(await Chain.Append(new NewRow(kind, DedupeKeys.From(kind.ToString(), channel.Value, new MessageTs(ts).ToString()), _user.Value)
        {
            TargetTs = ts,
            Extras = MessageExtras.Write(json =>
            {
                json.WriteString(EventExtras.Channel, channel.Value);
                json.WriteNumber(EventExtras.JoinTs, ts);
            }),
            Effects = _ => [new UserChannelSet(channel, removed)],
            Apply = _ => Apply(channel, removed),
        }));
        _changedTs[channel] = ts;
        return result;
    });

    private void Apply(ChannelId channel, bool removed)
    {
        if (removed)
        {
            _channels.Remove(channel);
        }
        else
        {
            _channels.TryAdd(channel, new UserChannel(channel, 0, 0));
        }
    }

    // These calls follow from a stored event: they have no answer but done, and their caller tries again.
    private static long Require(AppendResult result) =>
        result.IsStored ? result.Ts : throw new ShardUnavailableException(result.RetryAfter);
}
