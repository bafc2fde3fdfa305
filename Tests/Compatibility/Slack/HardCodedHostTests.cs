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

    [Fact]
    public async Task Localslackirc_serves_an_IRC_client()
    {
        SkipUnlessAll();
        await SkipUnlessNamespacesAsync();
        Assert.SkipUnless(
            ToolPath.Find("localslackirc") is not null && ToolPath.Find("ii") is not null && Directory.Exists("/usr/lib/python3/dist-packages/emoji"),
            "needs the Debian packages localslackirc, python3-emoji and ii");

        await RunAsync("localslackirc.mjs");
    }

    [Fact]
    public async Task Hubot_hears_and_answers()
    {
        SkipUnlessAll();
        await SkipUnlessNamespacesAsync();
        Assert.SkipUnless(Directory.Exists(Path.Combine(Scripts, "..", "hubot", "node_modules", "hubot-slack")), "needs npm ci in Tests/Compatibility/Slack/hubot, which ./check --all runs");

        await RunAsync("hubot.mjs");
    }

    private static void SkipUnlessAll() =>
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ORLEANSSOCIAL_ALL") is "1", "runs with ./check --all");

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
