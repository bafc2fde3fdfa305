using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Compatibility.Slack;

/// <summary>Clients that know one address only, slack.com: unmodified, in a namespace where the product is that, with TLS by Kestrel's settings.</summary>
public sealed class HardCodedHostTests(ITestOutputHelper output)
{
    private static readonly TimeSpan ScenarioTimeout = TimeSpan.FromMinutes(4);
    private static readonly string Scripts = Path.Combine(Repository.Root, "Tests", "Compatibility", "Slack", "Namespace");

    [Fact]
    public async Task Wee_slack_does_everything_and_comes_back()
    {
        await SkipUnlessNamespacesAsync();
        Assert.SkipUnless(
            ToolPath.Find("weechat-headless") is not null && File.Exists("/usr/share/weechat/python/slack.py") && File.Exists("/usr/lib/python3/dist-packages/websocket/__init__.py"),
            "needs the Debian packages weechat-headless, weechat-python, weechat-scripts and python3-websocket");

        await RunAsync("wee-slack.mjs");
    }

    private static async Task SkipUnlessNamespacesAsync()
    {
        var obstacle = await NamespaceRun.ObstacleAsync();
        Assert.SkipUnless(obstacle is null, obstacle ?? string.Empty);
    }

    private async Task RunAsync(string scenario)
    {
        var run = await NamespaceRun.RunAsync(Path.Combine(Scripts, "enter.sh"), ["node", Path.Combine(Scripts, scenario)], ScenarioTimeout);
        output.WriteLine(run.Output.Text);

        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}:\n{run.Output.Text}");
        Assert.Matches("[0-9]+ steps passed", run.Output.Text);
    }
}
