using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Reporting;
using OrleansSocial.Benchmarks.Targets;

namespace OrleansSocial.Benchmarks.Scenarios;

/// <summary>All scenarios, one after the other, against one server.</summary>
internal static class ScenarioSet
{
    /// <summary>Runs them and adds what they showed to the results.</summary>
    public static async Task Run(IChatTarget target, ScenarioOptions options, RunResults results, CancellationToken cancellationToken)
    {
        if (options.IdleSockets > 0)
        {
            results.Idle.Add(await IdleScenario.Run(target, options, cancellationToken));
            Console.WriteLine(Tables.Line(results.Idle[^1]));
        }

        if (options.HeatUp > TimeSpan.Zero)
        {
            await OnlineScenario.HeatUp(target, options, cancellationToken);
        }

        foreach (var online in options.Online)
        {
            foreach (var summary in await OnlineScenario.Run(target, online, options, cancellationToken))
            {
                Add(summary);
            }
        }

        if (options.Channels > 0)
        {
            Add(await ManyChannelsScenario.Run(target, options, cancellationToken));
        }

        void Add(LoadSummary summary)
        {
            results.Loads.Add(summary);
            Console.WriteLine(Tables.Line(summary));
        }
    }
}
