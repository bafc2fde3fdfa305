using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway.Slack;

/// <summary>
/// Tries a grain call again while its outcome is not known: a silo that dies leaves calls hanging, a database that restarts leaves rows in doubt.
/// The caller passes the same dedupe key in every try, so that the outcome is that of one.
/// </summary>
internal sealed partial class GrainRetry(TimeProvider time, IOptions<GatewayOptions> options, SlackInstruments instruments, ILogger<GrainRetry> logger)
{
    private static readonly TimeSpan FirstTry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TryMin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan TryMax = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);

    private readonly TimeSpan retryFor = options.Value.RetryFor;

    /// <summary>Calls until there is an outcome.</summary>
    /// <param name="call">One try; safe to repeat.</param>
    /// <param name="isUnknown">Tells an answer that says "not known".</param>
    /// <exception cref="OutcomeUnknownException">There was none in the time allowed.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> call, Func<T, bool> isUnknown)
    {
        var first = call();
        return first.IsCompletedSuccessfully && !isUnknown(first.Result) ? first : RunAsync(first, call, isUnknown);
    }

    private async Task<T> RunAsync<T>(Task<T> attempt, Func<Task<T>> call, Func<T, bool> isUnknown)
    {
        var startedAt = time.GetTimestamp();
        var (wait, pause) = (FirstTry, FirstPause);
        while (true)
        {
            Exception? failure = null;
            try
            {
                var answer = await attempt.WaitAsync(wait, time);
                if (!isUnknown(answer))
                {
                    return answer;
                }
            }
            catch (Exception e) when (IsTransient(e))
            {
                failure = e;
            }

            if (time.GetElapsedTime(startedAt) + pause >= retryFor)
            {
                instruments.GivenUp();
                OutcomeUnknown(logger, (int)retryFor.TotalSeconds, failure);
                throw new OutcomeUnknownException("no answer in time", failure);
            }

            // An abandoned try may still run: it carries the same key, so that at most one of them changes anything.
            await Task.Delay(pause, time);
            (wait, pause) = (Min(wait + TimeSpan.FromSeconds(1), TryMax), Min(pause * 2, PauseMax));
            wait = Max(TryMin, Min(wait, retryFor - time.GetElapsedTime(startedAt)));
            instruments.TriedAgain();
            attempt = call();
        }
    }

    /// <summary>A broken program is not mended by trying again; anything else may be a part of the cluster that just went away.</summary>
    private static bool IsTransient(Exception e) =>
        e is not (ArgumentException or InvalidCastException or NullReferenceException or FormatException or NotSupportedException
            or SlackRefusedException or IndexOutOfRangeException or KeyNotFoundException or NotImplementedException);

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    [LoggerMessage(EventId = 4100, Level = LogLevel.Warning, Message = "A grain call had no outcome within {Seconds} s")]
    private static partial void OutcomeUnknown(ILogger logger, int seconds, Exception? exception);
}
