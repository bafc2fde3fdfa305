using System.CommandLine;
using OrleansSocial.Benchmarks.Scenarios;

namespace OrleansSocial.Benchmarks.Commands;

/// <summary>The options that all runs share.</summary>
internal sealed class ScenarioArguments
{
    private readonly Option<int[]> _online = new("--online") { Description = "Members online in one channel; one set of loads for each.", DefaultValueFactory = _ => [10, 100, 1000], AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> _senders = new("--senders") { Description = "Members that post.", DefaultValueFactory = _ => 10 };
    private readonly Option<int> _window = new("--window") { Description = "Posts under way at once, per sender.", DefaultValueFactory = _ => 16 };
    private readonly Option<int> _channels = new("--channels") { Description = "Channels of five members; 0 leaves them out.", DefaultValueFactory = _ => 500 };
    private readonly Option<int> _idle = new("--idle") { Description = "Idle and reconnecting sockets; 0 leaves them out.", DefaultValueFactory = _ => 1000 };
    private readonly Option<double> _seconds = new("--seconds") { Description = "Each measured window.", DefaultValueFactory = _ => 5 };
    private readonly Option<double> _warmUp = new("--warm-up") { Description = "Seconds of load before each window.", DefaultValueFactory = _ => 2 };
    private readonly Option<double> _heatUp = new("--heat-up") { Description = "Seconds of load on each server before everything else, until its hot code is compiled.", DefaultValueFactory = _ => 8 };
    private readonly Option<bool> _keep = new("--keep") { Description = "Keeps the run's data and logs." };
    private readonly Option<string[]> _set = new("--set") { Description = "A setting of the product, as Section:Key=value.", DefaultValueFactory = _ => [] };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_online, _senders, _window, _channels, _idle, _seconds, _warmUp, _heatUp, _keep, _set])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads them.</summary>
    public ScenarioOptions Read(ParseResult result) => new(
        [.. result.GetValue(_online)!.Where(o => o > 1)],
        result.GetValue(_senders),
        result.GetValue(_window),
        result.GetValue(_channels),
        result.GetValue(_idle),
        TimeSpan.FromSeconds(result.GetValue(_heatUp)),
        TimeSpan.FromSeconds(result.GetValue(_warmUp)),
        TimeSpan.FromSeconds(result.GetValue(_seconds)));

    /// <summary>Reads whether the run's data is kept.</summary>
    public bool Keep(ParseResult result) => result.GetValue(_keep);

    /// <summary>Reads the product's settings.</summary>
    public IReadOnlyList<string> Settings(ParseResult result) => result.GetValue(_set)!;
}
