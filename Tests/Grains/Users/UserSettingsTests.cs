using System.Globalization;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Users;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Grains.Users;

/// <summary>Settings are stored before they are acknowledged, once under their key, and within their bounds.</summary>
public sealed class UserSettingsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly UserId _user = UserId.New();
    private ChainHarness _harness = null!;

    public async ValueTask InitializeAsync() => _harness = await ChainHarness.StartAsync(postgres);

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public Task The_next_activation_reads_what_was_acknowledged() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (settings, _) = await OpenAsync();
        Assert.Empty(settings.Current.Prefs);
        await settings.SetPref(new MemberPref("time24", "true"), Key());
        await settings.SetPref(new MemberPref("muted_channels", "\"C1,C2\""), Key());
        await settings.SetPref(new MemberPref("n", "1.5"), Key());
        await settings.SetPref(new MemberPref("time24", "false"), Key());
        var snoozed = await settings.Snooze(TimeSpan.FromMinutes(5), Key());
        Assert.InRange(snoozed.Settings!.SnoozeTs, Now() + (298L * 1_000_000), Now() + (300L * 1_000_000));

        (settings, _) = await OpenAsync();
        Assert.Equal(["muted_channels=\"C1,C2\"", "n=1.5", "time24=false"], Named(settings));
        Assert.Equal(snoozed.Settings.SnoozeTs, settings.Current.SnoozeTs);

        // Each change carries the others: ending the snooze keeps the preferences.
        await settings.EndSnooze(Key());
        (settings, _) = await OpenAsync();
        Assert.Equal((3, 0), (settings.Current.Prefs.Length, settings.Current.SnoozeTs));
    });

    [Fact]
    public Task Changes_at_the_same_time_lose_nothing() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (settings, _) = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i == 10
            ? settings.Snooze(TimeSpan.FromMinutes(1), Key())
            : settings.SetPref(new MemberPref(string.Create(CultureInfo.InvariantCulture, $"p{i}"), "1"), Key())));

        (settings, _) = await OpenAsync();
        Assert.Equal(19, settings.Current.Prefs.Length);
        Assert.True(settings.Current.SnoozeTs > 0);
    });

    [Fact]
    public Task A_retry_under_its_key_gets_its_first_answer() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (settings, chain) = await OpenAsync();
        var (set, end) = (Key(), Key());
        Assert.Equal(UserError.SnoozeNotActive, (await settings.EndSnooze(Key())).Error);
        await settings.SetPref(new MemberPref("a", "1"), set);
        await settings.SetPref(new MemberPref("a", "2"), Key());
        await settings.Snooze(TimeSpan.FromMinutes(1), Key());
        await settings.EndSnooze(end);
        var head = chain.Head;

        Assert.Equal("2", (await settings.SetPref(new MemberPref("a", "1"), set)).Settings!.Prefs[0].Value);
        Assert.Equal(UserError.None, (await settings.EndSnooze(end)).Error);
        Assert.Equal(UserError.SnoozeNotActive, (await settings.EndSnooze(Key())).Error);
        Assert.Equal(UserError.None, (await settings.SetPref(new MemberPref("a", "2"), Key())).Error);
        Assert.Equal(head, chain.Head);
    });

    [Fact]
    public Task Preferences_are_bounded_in_number_and_together() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (settings, _) = await OpenAsync();
        settings.Load("{" + string.Join(',', Enumerable.Range(0, IUserGrain.PrefsMax - 1).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"p{i:00}\":1"))) + "}", 0, away: false);
        Assert.Equal(UserError.None, (await settings.SetPref(new MemberPref("last", "1"), Key())).Error);
        Assert.Equal(UserError.TooManyPrefs, (await settings.SetPref(new MemberPref("more", "1"), Key())).Error);
        var room = IUserGrain.PrefsLengthMax - settings.Current.Prefs.Sum(p => p.Name.Length + p.Value.Length) + 1;
        Assert.Equal(UserError.TooManyPrefs, (await settings.SetPref(new MemberPref("last", Text(room + 1)), Key())).Error);
        Assert.Equal(UserError.None, (await settings.SetPref(new MemberPref("last", Text(room)), Key())).Error);

        static string Text(int length) => $"\"{new string('x', length - 2)}\"";
    });

    private static Guid Key() => Guid.CreateVersion7();

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;

    private static IEnumerable<string> Named(UserSettings settings) => settings.Current.Prefs.Select(p => $"{p.Name}={p.Value}");

    private async Task<(UserSettings Settings, EventChain Chain)> OpenAsync()
    {
        var services = _harness.UserServices();
        var chain = await _harness.OpenAsync(ChainId.Of(_harness.Team, _user));
        var settings = new UserSettings(chain, services.Chains);
        var (prefs, snoozeTs, away) = await services.Settings.Get(await chain.Route(), _harness.Team, _user, CancellationToken.None);
        settings.Load(prefs, snoozeTs, away);
        return (settings, chain);
    }
}
