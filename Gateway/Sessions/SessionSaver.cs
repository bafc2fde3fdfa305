using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Sessions;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>
/// Saves session records, one call per team at a time, so that an older state never overtakes a newer one; of a session only
/// the newest waits. Failed saves are tried again until newer ones replace them.
/// </summary>
internal sealed class SessionSaver(ClusterRouter clusters, TimeProvider clock)
{
    /// <summary>The most records in one call.</summary>
    public const int BatchMax = 500;

    private static readonly TimeSpan SaveTimeMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Dictionary<TeamId, Lane> _lanes = [];

    /// <summary>Gets or sets who hears of sessions that another gateway has claimed.</summary>
    public Action<IReadOnlyList<SessionRecord>>? ClaimsLost { get; set; }

    /// <summary>Queues records.</summary>
    /// <returns>Ends when they, or newer ones in their place, have been saved or given up.</returns>
    public Task SaveAsync(TeamId team, IEnumerable<SessionRecord> sessions)
    {
        lock (_gate)
        {
            if (!_lanes.TryGetValue(team, out var lane))
            {
                _lanes.Add(team, lane = new Lane());
            }

            foreach (var session in sessions)
            {
                lane.Waiting[session.Id] = session;
            }

            if (lane.Waiting.Count > 0 && !lane.IsRunning)
            {
                lane.IsRunning = true;
                lane.Running = Task.Run(() => RunAsync(team, lane));
            }

            return lane.Running;
        }
    }

    private async Task RunAsync(TeamId team, Lane lane)
    {
        var failures = 0;
        while (Next(team, lane) is { } batch)
        {
            try
            {
                var lost = await clusters.For(team).GetGrain<ISessionsGrain>(ChainId.Of(team).GrainKey).Save([.. batch]).WaitAsync(SaveTimeMax, clock);
                failures = 0;
                if (lost.Length > 0)
                {
                    ClaimsLost?.Invoke([.. batch.Where(s => lost.Contains(s.Id, StringComparer.Ordinal))]);
                }
            }
            catch (Exception) when (++failures < 10)
            {
                lock (_gate)
                {
                    foreach (var session in batch)
                    {
                        lane.Waiting.TryAdd(session.Id, session);
                    }
                }

                await Task.Delay(PauseAfterFailure, clock);
            }
            catch (Exception)
            {
                // Ten failures: the sessions' own next saves try again; a closed one resumes from an older cursor.
                failures = 0;
            }
        }
    }

    private List<SessionRecord>? Next(TeamId team, Lane lane)
    {
        lock (_gate)
        {
            if (lane.Waiting.Count == 0)
            {
                lane.IsRunning = false;
                _lanes.Remove(team);
                return null;
            }

            List<SessionRecord> batch = [.. lane.Waiting.Values.Take(BatchMax)];
            foreach (var session in batch)
            {
                lane.Waiting.Remove(session.Id);
            }

            return batch;
        }
    }

    private sealed class Lane
    {
        public Dictionary<string, SessionRecord> Waiting { get; } = new(StringComparer.Ordinal);

        public bool IsRunning { get; set; }

        public Task Running { get; set; } = Task.CompletedTask;
    }
}
