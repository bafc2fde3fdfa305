using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Targets;

namespace OrleansSocial.Benchmarks.Scenarios;

/// <summary>Many channels of five: the load of a real team, where no batch is filled by one channel.</summary>
internal static class ManyChannelsScenario
{
    /// <summary>Members of each channel.</summary>
    public const int MembersPerChannel = 5;

    private const int ChannelsPerMember = 10;
    private const int SendersMax = 50;
    private const int ParallelCreates = 8;

    /// <summary>Runs it.</summary>
    public static async Task<LoadSummary> Run(IChatTarget target, ScenarioOptions options, CancellationToken cancellationToken)
    {
        var members = Math.Max(MembersPerChannel, options.Channels * MembersPerChannel / ChannelsPerMember);
        await target.PrepareMembers(members, cancellationToken);
        var channels = new string[options.Channels];
        var membersOf = Enumerable.Range(0, options.Channels).Select(c => Enumerable.Range(0, MembersPerChannel).Select(m => ((c * MembersPerChannel) + m) % members).ToList()).ToList();
        var degree = target.Name == "product" ? ParallelCreates : 1;
        await Parallel.ForAsync(0, options.Channels, new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = cancellationToken }, async (c, token) =>
            channels[c] = await target.CreateChannel($"many-{c}", membersOf[c], token));
        await using var clients = await Clients.Connect(target, members, cancellationToken);
        var senders = clients.All.Take(SendersMax)
            .Select((client, m) => (client, (IReadOnlyList<string>)[.. channels.Where((_, c) => membersOf[c].Contains(m))]))
            .ToList();
        var window = Math.Max(1, options.Senders * options.Window / senders.Count);
        var plan = new LoadPlan(window, TimeSpan.Zero, options.WarmUp, options.Measured);
        return await new LoadMeter(target.Processes).Run(
            ($"{options.Channels} channels x {MembersPerChannel}", target.Name), clients.All, senders, MembersPerChannel - 1, plan, cancellationToken);
    }
}
