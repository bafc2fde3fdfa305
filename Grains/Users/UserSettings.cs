using System.Text.Json;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Users;

/// <summary>A member's preferences and snooze: loaded with the member, changed only by the walk of stored rows, one change after the other.</summary>
/// <remarks>A row carries all settings as they are after it, so a change must not be queued while another one waits.</remarks>
internal sealed class UserSettings(EventChain chain, ChainServices services)
{
    private readonly SortedDictionary<string, string> _prefs = new(StringComparer.Ordinal);
    private readonly KeyedSequence<int> _inTurn = new();
    private long _snoozeTs;
    private bool _away;

    /// <summary>Gets the settings as they are stored.</summary>
    public MemberSettings Current => new([.. _prefs.Select(p => new MemberPref(p.Key, p.Value))], _snoozeTs);

    /// <summary>Takes what was read at activation.</summary>
    /// <param name="prefs">A JSON object.</param>
    /// <param name="snoozeTs">The end of the snooze.</param>
    /// <param name="away">Whether the member looks away.</param>
    public void Load(string prefs, long snoozeTs, bool away)
    {
        using var document = JsonDocument.Parse(prefs);
        foreach (var pref in document.RootElement.EnumerateObject())
        {
            _prefs[pref.Name] = pref.Value.GetRawText();
        }

        _snoozeTs = snoozeTs;
        _away = away;
    }

    /// <inheritdoc cref="IUserGrain.SetPref"/>
    public Task<SettingsResult> SetPref(MemberPref pref, Guid dedupeKey) => _inTurn.Run(0, async () =>
    {
        if (_prefs.TryGetValue(pref.Name, out var before) && string.Equals(before, pref.Value, StringComparison.Ordinal))
        {
            return new SettingsResult(UserError.None, Current, default);
        }

        var after = new SortedDictionary<string, string>(_prefs, StringComparer.Ordinal) { [pref.Name] = pref.Value };
        if (after.Count > IUserGrain.PrefsMax || after.Sum(p => p.Key.Length + p.Value.Length) > IUserGrain.PrefsLengthMax)
        {
            return await RefuseUnlessStored(dedupeKey, UserError.TooManyPrefs);
        }

        return ResultOf(await chain.Append(new NewRow(EventKind.PrefChanged, dedupeKey, chain.Id.Id)
        {
            Extras = MessageExtras.Write(json =>
            {
                json.WriteString(EventExtras.Name, pref.Name);
                json.WritePropertyName(EventExtras.Value);
                json.WriteRawValue(pref.Value);
            }),
            Effects = _ => [new UserSettingSet(Json(after), _snoozeTs, _away)],
            Apply = _ => _prefs[pref.Name] = pref.Value,
        }));
    });

    /// <inheritdoc cref="IUserGrain.Snooze"/>
    public Task<SettingsResult> Snooze(TimeSpan duration, Guid dedupeKey) => _inTurn.Run(0, () =>
        SetSnooze(services.TimeProvider.GetUtcNow().Add(duration).ToUnixTimeSeconds() * 1_000_000, dedupeKey));

    /// <inheritdoc cref="IUserGrain.EndSnooze"/>
    public Task<SettingsResult> EndSnooze(Guid dedupeKey) => _inTurn.Run(0, async () =>
        _snoozeTs <= services.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds() * 1000
            ? await RefuseUnlessStored(dedupeKey, UserError.SnoozeNotActive)
            : await SetSnooze(0, dedupeKey));

    /// <inheritdoc cref="IUserGrain.SetAway"/>
    public Task<SettingsResult> SetAway(bool away, Guid dedupeKey) => _inTurn.Run(0, async () => _away == away
        ? new SettingsResult(UserError.None, Current, default)
        : ResultOf(await chain.Append(new NewRow(away ? EventKind.AwaySet : EventKind.AwayEnded, dedupeKey, chain.Id.Id)
        {
            Effects = _ => [new UserSettingSet(Json(_prefs), _snoozeTs, away)],
            Apply = _ => _away = away,
        })));

    private static string Json(SortedDictionary<string, string> prefs) => MessageExtras.Write(json =>
    {
        foreach (var (name, value) in prefs)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value);
        }
    });

    private async Task<SettingsResult> SetSnooze(long untilTs, Guid dedupeKey) => ResultOf(await chain.Append(new NewRow(EventKind.SnoozeChanged, dedupeKey, chain.Id.Id)
    {
        Extras = MessageExtras.Write(json => json.WriteNumber(EventExtras.SnoozeTs, untilTs)),
        Effects = _ => [new UserSettingSet(Json(_prefs), untilTs, _away)],
        Apply = _ => _snoozeTs = untilTs,
    }));

    private SettingsResult ResultOf(AppendResult result) => result.Status switch
    {
        AppendStatus.Stored or AppendStatus.Duplicate => new SettingsResult(UserError.None, Current, default),
        AppendStatus.Refused => new SettingsResult(UserError.InvalidValue, null, default),
        AppendStatus.Busy => new SettingsResult(UserError.Busy, null, result.RetryAfter),
        AppendStatus.Unavailable => new SettingsResult(UserError.Unavailable, null, result.RetryAfter),
    };

    private async Task<SettingsResult> RefuseUnlessStored(Guid dedupeKey, UserError error) =>
        await services.Events.FindStored(await chain.Route(), chain.Id, dedupeKey, CancellationToken.None) is null
            ? new SettingsResult(error, null, default)
            : new SettingsResult(UserError.None, Current, default);
}
