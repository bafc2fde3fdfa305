using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Compatibility.Slack;

/// <summary>Clients that others wrote, unmodified, each in a process of its own: they assert what arrived.</summary>
[Collection(ProductCollection.Name)]
public sealed class SlackClientTests(ProductFixture product, ITestOutputHelper output)
{
    private const string GoPath = "/usr/share/gocode";
    private static readonly TimeSpan ScenarioTimeout = TimeSpan.FromMinutes(2);
    private static readonly string Scripts = Path.Combine(Repository.Root, "Tests", "Compatibility", "Slack");

    [Fact]
    public Task Slack_web_api_does_everything() => RunAsync("node", "web-api.mjs");

    [Fact]
    public Task Slack_web_api_knows_members_groups_and_the_life_of_conversations() => RunAsync("node", "members.mjs");

    [Fact]
    public Task Slack_web_api_waits_when_it_is_told_to() => RunAsync("node", "rate-limit.mjs");

    [Fact]
    public Task Slack_rtm_api_receives_and_gets_acks() => RunAsync("node", "rtm-api.mjs");

    [Fact]
    public Task Slack_bolt_listens_and_answers_over_Socket_Mode() => RunAsync("node", "bolt.mjs");

    [Fact]
    public Task Slack_bolt_listens_and_answers_over_HTTP() => RunAsync("node", "bolt-http.mjs");

    [Fact]
    public Task Slack_webhook_posts() => RunAsync("node", "webhook.mjs");

    [Fact]
    public Task Curl_reads_and_posts() => RunAsync("bash", "curl.sh");

    [Fact]
    public async Task Slack_go_posts_receives_and_reconnects()
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(GoPath, "src/github.com/slack-go/slack")) && ToolPath.Find("go") is not null,
            "needs the Debian packages golang-go and golang-github-slack-go-slack-dev");

        var program = Path.Combine(Repository.Root, "artifacts", "slack-go", "slack-go");
        var build = await ChildProcess.RunAsync(
            "go",
            ["build", "-o", program, "."],
            ScenarioTimeout,
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["GOPATH"] = GoPath,
                ["GO111MODULE"] = "off",
                ["GOFLAGS"] = string.Empty,
                ["GOCACHE"] = Path.Combine(Repository.Root, "artifacts", "slack-go", "cache"),
            },
            Path.Combine(Scripts, "slack-go"));
        Assert.True(build.ExitCode == 0, build.Output.Text);

        await RunAsync(program);
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ORLEANSSOCIAL_DEMO"] = Path.Combine(product.Product.DataFolder, "demo.json"),
        };
        var run = await ChildProcess.RunAsync(program, arguments, ScenarioTimeout, environment, Scripts);
        output.WriteLine(run.Output.Text);

        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}:\n{run.Output.Text}\nproduct:\n{product.Product.Child.Output.Text}");
        Assert.Matches("[0-9]+ steps passed", run.Output.Text);
    }
}
