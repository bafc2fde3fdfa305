using System.Collections.Immutable;
using System.Text.Json;
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
    private readonly ThreadFollows _threads;

    /// <summary>Initializes the grain.</summary>
    public UserGrain(IGrainContext context, UserServices services, ILogger<UserGrain> logger)
        : base(context, services.Chains, logger)
    {
        _user = new UserId(Chain.Id.Id);
        _services = services;
        _settings = new UserSettings(Chain, services.Chains);
        _threads = new ThreadFollows(Chain, services);
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

        var (prefs, snoozeTs, away) = await _services.Settings.Get(route, team, _user, cancellationToken);
        _settings.Load(prefs, snoozeTs, away);
        _threads.Load(await _services.Threads.Follows(route, team, _user, IUserGrain.FollowsMax, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<UserChannel>> Channels() =>
        Task.FromResult(_channels.Values.OrderBy(c => c.Channel.Value, StringComparer.Ordinal).ToImmutableArray());

    /// <inheritdoc/>
    public Task AddedToChannel(ChannelId channel, long joinTs, long joinPosition, ChannelInfo info, ImmutableArray<UserId> others) =>
        Change(channel, joinTs, EventKind.AddedToChannel, new UserChannel(channel, joinTs, joinPosition, others, 0, joinTs), json =>
        {
            json.WritePropertyName(EventExtras.Info);
            JsonSerializer.Serialize(json, info);
            json.WriteStartArray(EventExtras.Users);
            foreach (var other in others)
            {
                json.WriteStringValue(other.Value);
            }

            json.WriteEndArray();
            json.WriteNumber(EventExtras.Position, joinPosition);
        });

    /// <inheritdoc/>
    public Task RemovedFromChannel(ChannelId channel, long leaveTs) =>
        Change(channel, leaveTs, EventKind.RemovedFromChannel, null, static _ => { });

    /// <inheritdoc/>
    public Task<bool> SetOpen(ChannelId channel, bool isOpen, long head, Guid dedupeKey) => _byChannel.Run(channel, async () =>
    {
        if (!_channels.TryGetValue(channel, out var before) || before.ClosedTs == 0 == isOpen)
        {
            return false;
        }

        var closedTs = isOpen ? 0 : Math.Max(head, 1);
        Require(await Chain.Append(new NewRow(isOpen ? EventKind.ConversationOpened : EventKind.ConversationClosed, dedupeKey, _user.Value)
        {
            Extras = MessageExtras.Write(json =>
            {
                json.WriteString(EventExtras.Channel, channel.Value);
                json.WriteNumber(EventExtras.ClosedTs, closedTs);
            }),
            Effects = _ => [new UserChannelSet(channel, Removed: false, before.Others, closedTs, before.JoinTs)],
            Apply = _ => _channels[channel] = _channels[channel] with { ClosedTs = closedTs },
        }));
        return true;
    });

    /// <inheritdoc/>
    public Task Mark(ChannelId channel, long readTs, long position, ChannelCounts counts) => _byChannel.Run(channel, async () =>
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
                json.WriteNumber(EventExtras.Unread, counts.Unread);
                json.WriteNumber(EventExtras.Mentions, counts.Mentions);
                json.WriteStartArray(EventExtras.MentionTs);
                foreach (var ts in counts.MentionTs)
                {
                    json.WriteNumberValue(ts);
                }

                json.WriteEndArray();
            }),
            Effects = _ => [new ReadCursorSet(channel, readTs, position)],
            Apply = _ => _channels[channel] = _channels[channel] with { ReadTs = readTs, ReadPosition = position },
        }));
    });

    /// <inheritdoc/>
    public Task FollowThread(ChannelId channel, long threadTs, long readTs, bool moves) =>
        _channels.ContainsKey(channel) ? _threads.Follow(channel, threadTs, readTs, moves) : Task.CompletedTask;

    /// <inheritdoc/>
    public Task UnfollowThread(ChannelId channel, long threadTs) => _threads.Unfollow(channel, threadTs);

    /// <inheritdoc/>
    public Task MarkThread(ChannelId channel, long threadTs, long readTs) => _threads.Mark(channel, threadTs, readTs);

    /// <inheritdoc/>
    public Task<ImmutableArray<ThreadFollow>> FollowsOf(ChannelId channel, ImmutableArray<long> threads) => Task.FromResult(_threads.Of(channel, threads));

    /// <inheritdoc/>
    public Task<ImmutableArray<UnreadThread>> UnreadThreads() => _threads.Unread(_user, _channels.ContainsKey);

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
    public Task<SettingsResult> SetAway(bool away, Guid dedupeKey) => _settings.SetAway(away, dedupeKey);

    /// <inheritdoc/>
    public Task<MemberSettings> Settings() => Task.FromResult(_settings.Current);

    /// <inheritdoc/>
    public Task<SettingsResult> SetPref(MemberPref pref, Guid dedupeKey) => _settings.SetPref(pref, dedupeKey);

    /// <inheritdoc/>
    public Task<SettingsResult> Snooze(TimeSpan duration, Guid dedupeKey) => _settings.Snooze(duration, dedupeKey);

    /// <inheritdoc/>
    public Task<SettingsResult> EndSnooze(Guid dedupeKey) => _settings.EndSnooze(dedupeKey);

    /// <param name="channel">The channel.</param>
    /// <param name="ts">The event of the channel's chain.</param>
    /// <param name="kind">Added or removed.</param>
    /// <param name="entry">The new entry; null takes it away.</param>
    /// <param name="more">Writes more extras.</param>
    private Task<long> Change(ChannelId channel, long ts, EventKind kind, UserChannel? entry, Action<Utf8JsonWriter> more) => _byChannel.Run(channel, async () =>
    {
        // A late repeat of an older change must not undo a newer one.
        var present = _channels.GetValueOrDefault(channel);
        var newest = Math.Max(_changedTs.GetValueOrDefault(channel), present?.JoinTs ?? 0);
        if (newest >= ts)
        {
            return newest;
        }

        var result = Require(await Chain.Append(new NewRow(kind, DedupeKeys.From(kind.ToString(), channel.Value, new MessageTs(ts).ToString()), _user.Value)
        {
            TargetTs = ts,
            Extras = MessageExtras.Write(json =>
            {
                json.WriteString(EventExtras.Channel, channel.Value);
                json.WriteNumber(EventExtras.JoinTs, ts);
                more(json);
            }),
            Effects = _ => entry is null
                ? [new UserChannelSet(channel, Removed: true, [], 0, 0)]
                : [new UserChannelSet(channel, Removed: false, entry.Others, 0, entry.JoinTs), new ReadCursorSet(channel, entry.ReadTs, entry.ReadPosition)],
            Apply = _ => Apply(channel, entry),
        }));
        _changedTs[channel] = ts;
        return result;
    });

    private void Apply(ChannelId channel, UserChannel? entry)
    {
        if (entry is null)
        {
            _channels.Remove(channel);
        }
        else
        {
            _channels[channel] = entry;
        }
    }

    // These calls follow from a stored event: they have no answer but done, and their caller tries again.
    private static long Require(AppendResult result) =>
        result.IsStored ? result.Ts : throw new ShardUnavailableException(result.RetryAfter);
}
