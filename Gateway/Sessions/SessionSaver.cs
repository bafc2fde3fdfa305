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
    public void Save(TeamId team, IEnumerable<SessionRecord> sessions)
    {
        lock (_gate)
        {
            foreach (var session in sessions)
            {
                Queue(team, session);
            }
        }
    }

    /// <summary>Queues a record.</summary>
    /// <returns>Ends when it, or a newer one in its place, has been saved or given up.</returns>
    public Task SaveAsync(SessionRecord session)
    {
        lock (_gate)
        {
            return Queue(session.Team, session).Saved.Task;
        }
    }

    private Entry Queue(TeamId team, SessionRecord session)
    {
        if (!_lanes.TryGetValue(team, out var lane))
        {
            _lanes.Add(team, lane = new Lane());
        }

        if (lane.Waiting.TryGetValue(session.Id, out var entry))
        {
            entry.Session = Newer(entry.Session, session);
        }
        else
        {
            lane.Waiting.Add(session.Id, entry = new Entry { Session = session });
        }

        if (!lane.IsRunning)
        {
            lane.IsRunning = true;
            _ = Task.Run(() => RunAsync(team, lane));
        }

        return entry;
    }

    private static SessionRecord Newer(SessionRecord one, SessionRecord other) => (other.Claim, other.Number).CompareTo((one.Claim, one.Number)) >= 0 ? other : one;

    private async Task RunAsync(TeamId team, Lane lane)
    {
        var failures = 0;
        while (Next(team, lane) is { } batch)
        {
            try
            {
                var grain = clusters.For(team).GetGrain<ISessionsGrain>(ChainId.Of(team).GrainKey);
                var lost = await grain.Save([.. batch.Select(e => e.Session)]).WaitAsync(SaveTimeMax, clock);
                failures = 0;
                batch.ForEach(static e => e.Saved.TrySetResult());
                if (lost.Length > 0)
                {
                    ClaimsLost?.Invoke([.. batch.Select(e => e.Session).Where(s => lost.Contains(s.Id, StringComparer.Ordinal))]);
                }
            }
            catch (Exception) when (++failures < 10)
            {
                lock (_gate)
                {
                    foreach (var entry in batch)
                    {
                        if (!lane.Waiting.TryAdd(entry.Session.Id, entry))
                        {
                            // A newer one waits: it is as good for who waits for this one.
                            _ = lane.Waiting[entry.Session.Id].Saved.Task.ContinueWith(
                                _ => entry.Saved.TrySetResult(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                        }
                    }
                }

                await Task.Delay(PauseAfterFailure, clock);
            }
            catch (Exception)
            {
                // Ten failures: the sessions' own next saves try again; a closed one resumes from an older cursor.
                failures = 0;
                batch.ForEach(static e => e.Saved.TrySetResult());
            }
        }
    }

    private List<Entry>? Next(TeamId team, Lane lane)
    {
        lock (_gate)
        {
            if (lane.Waiting.Count == 0)
            {
                lane.IsRunning = false;
                _lanes.Remove(team);
                return null;
            }

            List<Entry> batch = [.. lane.Waiting.Values.Take(BatchMax)];
            foreach (var entry in batch)
            {
                lane.Waiting.Remove(entry.Session.Id);
            }

            return batch;
        }
    }

    private sealed class Lane
    {
        public Dictionary<string, Entry> Waiting { get; } = new(StringComparer.Ordinal);

        public bool IsRunning { get; set; }
    }

    private sealed class Entry
    {
        public required SessionRecord Session { get; set; }

        public TaskCompletionSource Saved { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
