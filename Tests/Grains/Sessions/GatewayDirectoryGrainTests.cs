using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Sessions;
using OrleansSocial.Grains.Sessions;

namespace OrleansSocial.Tests.Grains.Sessions;

/// <summary>A gateway is dead when it neither answers nor registers for as long as a question waits, and not because of one late answer.</summary>
public sealed class GatewayDirectoryGrainTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly GatewayDirectoryGrain _directory;

    public GatewayDirectoryGrainTests() => _directory = new GatewayDirectoryGrain(_clock, NullLogger<GatewayDirectoryGrain>.Instance);

    [Fact]
    public async Task One_late_answer_does_not_bury_a_gateway_that_answers_others()
    {
        await RegisterAsync();
        var late = _directory.FindOpen("g", "late");
        _clock.Advance(Second / 2);
        Assert.NotNull(await _directory.FindOpen("g", "open"));
        _clock.Advance(Second);
        Assert.Null(await late);

        Assert.NotNull(await _directory.FindOpen("g", "open"));
    }

    [Fact]
    public async Task A_gateway_that_says_nothing_is_not_asked_again_until_it_registers()
    {
        await RegisterAsync();
        var late = _directory.FindOpen("g", "late");
        _clock.Advance(Second * 1.1);
        Assert.Null(await late);
        Assert.Null(await _directory.FindOpen("g", "open"));

        await RegisterAsync();
        Assert.NotNull(await _directory.FindOpen("g", "open"));
    }

    private async Task RegisterAsync()
    {
        await _directory.Register("g", new Observer());

        // Behind the time in which a new activation waits for gateways to register.
        _clock.Advance(TimeSpan.FromSeconds(4));
    }

    private sealed class Observer : IGatewayObserver
    {
        public Task<OpenSocket?> FindOpen(string session) => string.Equals(session, "late", StringComparison.Ordinal)
            ? new TaskCompletionSource<OpenSocket?>().Task
            : Task.FromResult<OpenSocket?>(new OpenSocket(true, ImmutableDictionary<string, long>.Empty));

        public Task<AppAnswer> SendToApp(string app, string type, string payload) => Task.FromResult(new AppAnswer(AppOutcome.TimedOut, null));

        public Task<ImmutableDictionary<string, long>?> Release(string session, int claim) => Task.FromResult<ImmutableDictionary<string, long>?>(null);
    }
}
