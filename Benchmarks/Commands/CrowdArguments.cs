using System.CommandLine;
using OrleansSocial.Benchmarks.Crowds;

namespace OrleansSocial.Benchmarks.Commands;

/// <summary>The options of runs with many people.</summary>
internal sealed class CrowdArguments
{
    /// <summary>Limits that such a run leaves as the product has them: what real people meet.</summary>
    public static readonly IReadOnlyList<string> OwnDefaults = ["__Tier", "__Special", "__ChannelPosts", "__Connects", "__TokenLookUps", "__Inbound"];

    private readonly Option<int> _users = new("--users") { Description = "People with a token and a live socket.", DefaultValueFactory = _ => 2_000 };
    private readonly Option<int> _teams = new("--teams") { Description = "Teams that they are in.", DefaultValueFactory = _ => 2 };
    private readonly Option<int> _channels = new("--channels") { Description = "Channels of each team.", DefaultValueFactory = _ => 100 };
    private readonly Option<int> _perUser = new("--channels-per-user") { Description = "Channels of each member, beside the general one.", DefaultValueFactory = _ => 10 };
    private readonly Option<int> _posts = new("--posts") { Description = "Posts in each channel before the run.", DefaultValueFactory = _ => 60 };
    private readonly Option<int> _watched = new("--watched") { Description = "Others whose presence each socket subscribes to.", DefaultValueFactory = _ => 50 };
    private readonly Option<int> _seed = new("--seed") { Description = "Of what is drawn by chance.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _keep = new("--keep") { Description = "Keeps the run's data and logs." };
    private readonly Option<string[]> _set = new("--set") { Description = "A setting of the product, as Section:Key=value.", DefaultValueFactory = _ => [] };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_users, _teams, _channels, _perUser, _posts, _watched, _seed, _keep, _set])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads them.</summary>
    public CrowdOptions Read(ParseResult result) => new(
        result.GetValue(_users), result.GetValue(_teams), result.GetValue(_channels), result.GetValue(_perUser), result.GetValue(_posts),
        result.GetValue(_watched), result.GetValue(_seed));

    /// <summary>Gets whether the run's folder stays.</summary>
    public bool Keep(ParseResult result) => result.GetValue(_keep);

    /// <summary>Gets settings of the product.</summary>
    public string[] Settings(ParseResult result) => result.GetValue(_set)!;
}
