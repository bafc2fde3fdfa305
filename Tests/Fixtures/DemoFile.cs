using System.Text.Json;

namespace OrleansSocial.Tests.Fixtures;

/// <summary>What the host writes into demo.json: the demo team and how to log in to it.</summary>
internal sealed record DemoFile(
    string BaseUrl,
    DemoFile.DemoTeam Team,
    IReadOnlyList<DemoFile.DemoUser> Users,
    DemoFile.DemoBot Bot,
    IReadOnlyList<DemoFile.DemoChannel> Channels)
{
    /// <summary>Reads the file that a host wrote into its data folder.</summary>
    /// <param name="dataFolder">The host's <c>--data</c> folder.</param>
    public static DemoFile Read(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "demo.json");
        return JsonSerializer.Deserialize<DemoFile>(File.ReadAllText(path), JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException($"{path} is empty");
    }

    /// <summary>Finds a demo channel's id by its name.</summary>
    /// <param name="name">The channel's name, <c>general</c> or <c>random</c>.</param>
    public string ChannelId(string name) => Channels.First(c => string.Equals(c.Name, name, StringComparison.Ordinal)).Id;

    internal sealed record DemoTeam(string Id, string Domain);

    internal sealed record DemoUser(string Name, string Email, string Password, string Id, string Token);

    internal sealed record DemoBot(string Token);

    internal sealed record DemoChannel(string Id, string Name);
}
