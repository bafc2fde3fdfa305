using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Outbound;
using OrleansSocial.Gateway.Slack.SocketMode;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.EventsApi;

/// <summary>
/// The events of one app on their way to its request URL. Those of a chain start in its order, several at once; one that fails is sent
/// again at once, after a minute and after five, and then given up (Slack: Events API, retries). Owned by the delivery loop.
/// </summary>
internal sealed partial class AppPostQueue(
    AppRequestUrl target,
    EventsApiOptions options,
    AppPoster poster,
    EventsApiInstruments instruments,
    DeliveryLoop loop,
    ILogger logger,
    TimeProvider clock) : IEnvelopes
{
    /// <summary>The most events that wait; live events stop at half of it and go on from pages.</summary>
    public const int WaitingMax = 256;

    /// <summary>The most bytes that wait, by the same rule.</summary>
    public const int WaitingBytesMax = 1024 * 1024;

    /// <summary>The most events on their way or to be sent again: with so many the rest waits.</summary>
    public const int OpenMax = 128;

    /// <summary>After so many failures one after another a URL is taken for a failing one: one event at a time.</summary>
    public const int FailingAfter = 5;

    /// <summary>The pauses before an event is sent again.</summary>
    public static readonly ImmutableArray<TimeSpan> RetryPauses = [TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    private readonly Queue<AppEnvelope> _waiting = new();
    private readonly Dictionary<string, AppEnvelope> _open = new(StringComparer.Ordinal);
    private readonly PriorityQueue<AppEnvelope, DateTimeOffset> _later = new();
    private int _bytes;
    private int _inFlight;
    private int _failures = target.App.RequestState == RequestUrlState.Failing ? FailingAfter : 0;
    private DateTimeOffset _failingSince = clock.GetUtcNow();

    public AppInfo App => target.App;

    /// <summary>Gets the feed, until it is stopped.</summary>
    public AppFeed? Feed { get; private set; }

    /// <summary>Gets a value indicating whether nothing is sent any more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Gets or sets who hears how it goes: the state and the last fault.</summary>
    public Action<RequestUrlState, string?>? OnState { get; set; }

    /// <summary>Gets how many events wait, are on their way or are to be sent again.</summary>
    public int Depth => _waiting.Count + _open.Count;

    /// <summary>Gets how many posts are not answered yet.</summary>
    public int InFlight => _inFlight;

    public bool HasRoom => _waiting.Count < WaitingMax / 2 && _bytes < WaitingBytesMax / 2;

    public bool HasBacklogRoom => _waiting.Count < WaitingMax / 8 && _bytes < WaitingBytesMax / 16;

    public void Start(AppFeed feed) => Feed = feed;

    /// <summary>Ends it: what the app has not taken comes again from the cursors.</summary>
    /// <returns>How far the app got; null when there was no feed.</returns>
    public ImmutableDictionary<string, long>? Stop()
    {
        HasEnded = true;
        var cursors = Feed?.Session.Cursors();
        Feed?.Session.End();
        Feed = null;
        _waiting.Clear();
        _open.Clear();
        _later.Clear();
        return cursors;
    }

    public void Add(AppEnvelope envelope)
    {
        _waiting.Enqueue(envelope);
        _bytes += envelope.Payload.Length;
        Pump();
    }

    public void TakeBack(Dictionary<string, long> cursors)
    {
        foreach (var e in _waiting.Concat(_open.Values))
        {
            if (e.Feed is { } feed && cursors.TryGetValue(feed.ChainKey, out var cursor) && e.Before < cursor)
            {
                cursors[feed.ChainKey] = e.Before;
            }
        }
    }

    /// <summary>Sends what is due.</summary>
    public void OnTick()
    {
        Pump();
        RoomMade();
    }

    private void RoomMade()
    {
        if (Feed is { Session.IsBehind: true } feed && HasBacklogRoom)
        {
            feed.Session.PumpBacklog();
        }
    }

    private void Pump()
    {
        // A URL that fails holds few connections and little time of ours.
        while (!HasEnded && _inFlight < (_failures >= FailingAfter ? 1 : options.InFlightMax))
        {
            if (_later.TryPeek(out var e, out var due) && due <= clock.GetUtcNow())
            {
                _later.Dequeue();
            }
            else if (_open.Count < OpenMax && _waiting.TryDequeue(out e))
            {
                _bytes -= e.Payload.Length;
                _open.Add(e.Id, e);
            }
            else
            {
                return;
            }

            _inFlight++;
            _ = SendAsync(e);
        }
    }

    private async Task SendAsync(AppEnvelope e)
    {
        KeyValuePair<string, string>[] retry = e.Attempt == 0
            ? []
            : [KeyValuePair.Create("X-Slack-Retry-Num", e.Attempt.ToString(CultureInfo.InvariantCulture)), KeyValuePair.Create("X-Slack-Retry-Reason", e.RetryReason)];
        var answer = OutboundAnswer.Failed(OutboundFailure.ConnectionFailed);
        try
        {
            answer = await poster.PostAsync(App.RequestUrl!, target.SigningSecret, AppPoster.Json, e.Payload, retry);
        }
        catch (Exception exception)
        {
            // Not the other side's doing; the event is sent again like any that failed.
            LogFault(logger, exception, App.Id);
        }

        loop.Post(() => OnAnswered(e, answer));
    }

    private void OnAnswered(AppEnvelope e, OutboundAnswer answer)
    {
        _inFlight--;
        if (HasEnded)
        {
            return;
        }

        if (answer.IsSuccess)
        {
            _open.Remove(e.Id);
            if (_failures >= FailingAfter)
            {
                OnState?.Invoke(RequestUrlState.Active, null);
            }

            _failures = 0;
        }
        else
        {
            Failed(e, answer);
        }

        Pump();
        RoomMade();
    }

    private void Failed(AppEnvelope e, OutboundAnswer answer)
    {
        e.RetryReason = AppPoster.ReasonOf(answer);
        if (answer.NoRetry || e.Attempt >= RetryPauses.Length)
        {
            _open.Remove(e.Id);
            instruments.Dropped();
            LogGivenUp(logger, App.Id, e.Attempt + 1, e.RetryReason);
        }
        else
        {
            _later.Enqueue(e, clock.GetUtcNow() + RetryPauses[e.Attempt]);
            e.Attempt++;
        }

        _failures++;
        var fault = answer.Failure == OutboundFailure.None ? string.Create(CultureInfo.InvariantCulture, $"{e.RetryReason} {(int)answer.Status}") : e.RetryReason;
        if (_failures == 1)
        {
            _failingSince = clock.GetUtcNow();
        }

        if (_failures >= options.FailuresMax && clock.GetUtcNow() - _failingSince >= options.FailingTimeMax)
        {
            HasEnded = true;
            instruments.Disabled();
            LogDisabled(logger, App.Id, _failures, fault);
            OnState?.Invoke(RequestUrlState.Disabled, fault);
        }
        else if (_failures == FailingAfter)
        {
            OnState?.Invoke(RequestUrlState.Failing, fault);
        }
    }

    [LoggerMessage(4140, LogLevel.Warning, "App {App}: its request URL did not take an event in {Times} times ({Reason}): given up")]
    private static partial void LogGivenUp(ILogger logger, string app, int times, string reason);

    [LoggerMessage(4141, LogLevel.Warning, "App {App}: its request URL is disabled after {Failures} failures, the last {Fault}")]
    private static partial void LogDisabled(ILogger logger, string app, int failures, string fault);

    [LoggerMessage(4142, LogLevel.Error, "App {App}: an event could not be posted")]
    private static partial void LogFault(ILogger logger, Exception exception, string app);
}
