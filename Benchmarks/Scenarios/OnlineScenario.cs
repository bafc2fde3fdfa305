using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Targets;

namespace OrleansSocial.Benchmarks.Scenarios;

/// <summary>N members online in one channel: lone posts, posts on the sockets, posts over HTTP.</summary>
internal static class OnlineScenario
{
    private const int HttpConnections = 16;

    /// <summary>A lone post has the server to itself: nothing else is under way, and it has been idle for a moment.</summary>
    private static readonly TimeSpan _lonePause = TimeSpan.FromMilliseconds(5);

    /// <summary>Loads the server without a result.</summary>
    public static async Task HeatUp(IChatTarget target, ScenarioOptions options, CancellationToken cancellationToken)
    {
        const int Online = 50;
        await target.PrepareMembers(Online, cancellationToken);
        var channel = await target.CreateChannel("heat-up", [.. Enumerable.Range(0, Online)], cancellationToken);
        await using var clients = await Clients.Connect(target, Online, cancellationToken);
        var senders = clients.All.Take(options.Senders).Select(c => (c, (IReadOnlyList<string>)[channel])).ToList();
        var plan = new LoadPlan(options.Window, TimeSpan.Zero, TimeSpan.Zero, options.HeatUp);
        await new LoadMeter(target.Processes).Run(("heat-up", target.Name), clients.All, senders, Online - 1, plan, cancellationToken);
    }

    /// <summary>Runs all loads with this many online.</summary>
    public static async Task<IReadOnlyList<LoadSummary>> Run(IChatTarget target, int online, ScenarioOptions options, CancellationToken cancellationToken)
    {
        await target.PrepareMembers(online, cancellationToken);
        var channel = await target.CreateChannel($"online-{online}", [.. Enumerable.Range(0, online)], cancellationToken);
        await using var clients = await Clients.Connect(target, online, cancellationToken);
        var meter = new LoadMeter(target.Processes);
        var lone = new LoadPlan(1, _lonePause, options.WarmUp, options.Measured);
        var together = new LoadPlan(options.Window, TimeSpan.Zero, options.WarmUp, options.Measured);
        var senders = clients.All.Take(options.Senders).Select(c => (c, (IReadOnlyList<string>)[channel])).ToList();
        var results = new List<LoadSummary>
        {
            await meter.Run(($"online {online}, lone posts", target.Name), clients.All, senders[..1], online - 1, lone, cancellationToken),
            await meter.Run(($"online {online}, one post per sender", target.Name), clients.All, senders, online - 1, together with { Window = 1 }, cancellationToken),
            await meter.Run(($"online {online}", target.Name), clients.All, senders, online - 1, together, cancellationToken),
        };
        if (await target.ConnectHttp(0, cancellationToken) is { } http)
        {
            List<(ChatClient Client, IReadOnlyList<string> Channels)> posters = [(http, [channel])];
            for (var i = 1; i < HttpConnections; i++)
            {
                posters.Add(((await target.ConnectHttp(i % online, cancellationToken))!, [channel]));
            }

            // A post over HTTP is echoed to its author's own sockets too.
            results.Add(await meter.Run(($"online {online}, lone posts over HTTP", target.Name), clients.All, posters[..1], online, lone, cancellationToken));
            results.Add(await meter.Run(($"online {online}, posts over HTTP", target.Name), clients.All, posters, online, together with { Window = 1 }, cancellationToken));
            foreach (var (client, _) in posters)
            {
                await client.DisposeAsync();
            }
        }

        return results;
    }
}
