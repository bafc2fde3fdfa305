using OrleansSocial.Benchmarks.Crowds;
using OrleansSocial.Benchmarks.Mix;

namespace OrleansSocial.Benchmarks.Storm;

/// <summary>Members who post over HTTP at a steady rate, whatever happens to the others.</summary>
/// <param name="api">Their own connections: behind the others' connects a post would wait in the client, and that is not the product's time.</param>
/// <param name="posters">Who.</param>
/// <param name="postsPerSecond">Of all of them together.</param>
internal sealed class SteadyPosters(CrowdApi api, IReadOnlyList<CrowdMember> posters, double postsPerSecond)
{
    private readonly ActionStats[] _stats = [new(), new(), new()];
    private volatile int _phase;

    /// <summary>Begins a phase and gets its figures as they come.</summary>
    public ActionStats Begin(int phase)
    {
        _phase = phase;
        return _stats[phase];
    }

    /// <summary>Posts until it is cancelled.</summary>
    public Task Run(CancellationToken cancellationToken) =>
        Task.WhenAll(posters.Select((p, i) => Post(p, TimeSpan.FromSeconds(posters.Count / postsPerSecond), i / postsPerSecond, cancellationToken)));

    private async Task Post(CrowdMember poster, TimeSpan period, double offsetSeconds, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(offsetSeconds), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var timer = new PeriodicTimer(period);
        while (!cancellationToken.IsCancellationRequested)
        {
            // A post belongs to the phase in which it was sent.
            var stats = _stats[_phase];
            var start = TimeProvider.System.GetTimestamp();
            try
            {
                await api.Call("chat.postMessage", poster.Token, cancellationToken, ("channel", poster.Channel().Id), ("text", Crowd.Text(poster)));
                stats.Done(TimeProvider.System.GetTimestamp() - start);
                await timer.WaitForNextTickAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                stats.Failed(e.Message);
            }
        }
    }
}
