using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Gateway.Slack.SocketMode;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Gateway.Slack.SocketMode;

/// <summary>The bounds of an app's envelopes: on their way, waiting, and again.</summary>
public sealed class AppHubTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider clock = new();
    private readonly SocketModeOptions options = new() { InFlightMax = 4, RetriesMax = 3 };
    private readonly AppHub hub;

    public AppHubTests()
    {
        var app = new AppInfo("A000000001", TeamId.FromNumber(2), "app", "B000000001", new UserId("U000000001"), [], [], new UserId("U000000002"), 0);
        hub = new AppHub(app, options, new SocketModeInstruments(services.GetRequiredService<IMeterFactory>()), NullLogger.Instance, clock);
    }

    public void Dispose()
    {
        hub.Dispose();
        services.Dispose();
    }

    [Fact]
    public void An_envelope_is_sent_four_times_and_then_given_up()
    {
        using var socket = NewSocket();
        hub.Add(socket);
        var envelope = Event("lane");
        hub.Add(envelope);
        for (var attempt = 1; attempt <= options.RetriesMax; attempt++)
        {
            clock.Advance(options.AckTimeMax + TimeSpan.FromMilliseconds(1));
            hub.OnTick();
            Assert.Equal((attempt, true), (envelope.Attempt, ReferenceEquals(envelope.Socket, socket)));
        }

        clock.Advance(options.AckTimeMax + TimeSpan.FromMilliseconds(1));
        hub.OnTick();
        Assert.Null(envelope.Socket);
        var next = Event("lane");
        hub.Add(next);
        Assert.Same(socket, next.Socket);
    }

    [Fact]
    public void What_a_lost_socket_had_goes_to_another_and_a_late_acknowledgement_counts()
    {
        using var first = NewSocket();
        using var second = NewSocket();
        hub.Add(first);
        var (one, two) = (Event("lane"), Event("lane"));
        hub.Add(one);
        hub.Add(two);
        hub.Remove(first);
        Assert.Equal((null, 1), (one.Socket, one.Attempt));
        hub.OnAcknowledged(one.Id, null);
        hub.Add(second);
        Assert.Equal((null, second), (one.Socket, two.Socket));
    }

    [Fact]
    public void No_more_are_on_their_way_than_the_bound()
    {
        using var socket = NewSocket();
        hub.Add(socket);
        List<AppEnvelope> envelopes = [.. Enumerable.Range(0, options.InFlightMax + 1).Select(i => Event($"lane {i}"))];
        envelopes.ForEach(hub.Add);
        Assert.Equal(options.InFlightMax, envelopes.Count(e => e.Socket is not null));
        hub.OnAcknowledged(envelopes[0].Id, null);
        Assert.NotNull(envelopes[^1].Socket);
    }

    [Fact]
    public async Task Requests_are_sent_once_and_refused_without_a_socket_or_when_too_many_wait()
    {
        Assert.False(hub.TryAdd(Request()));
        using var socket = NewSocket();
        hub.Add(socket);
        var request = Request();
        Assert.True(hub.TryAdd(request));
        clock.Advance(options.AckTimeMax + TimeSpan.FromMilliseconds(1));
        hub.OnTick();
        Assert.Null(await request.Answered!.Task);

        for (var i = 0; i < options.InFlightMax + AppHub.WaitingMax; i++)
        {
            Assert.True(hub.TryAdd(Request()));
        }

        Assert.False(hub.TryAdd(Request()));
    }

    private static AppEnvelope Event(string lane) => new("events_api", "{}"u8.ToArray(), lane);

    private static AppEnvelope Request() => new("interactive", "{}"u8.ToArray(), "app") { Answered = new TaskCompletionSource<string?>() };

    private AppSocket NewSocket() =>
        new(WebSocket.CreateFromStream(new MemoryStream(), new WebSocketCreationOptions { IsServer = true }), "token", clock);
}
