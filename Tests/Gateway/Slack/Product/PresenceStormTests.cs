using System.Globalization;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>What presence costs when everybody comes back at once: it follows what was subscribed, not members times members.</summary>
[Collection(ProductCollection.Name)]
public sealed class PresenceStormTests(ProductFixture product) : IDisposable
{
    private const int Members = 40;
    private const int WatchedEach = 5;
    private const int Parts = 8;

    private static readonly TimeSpan AllLive = TimeSpan.FromSeconds(30);

    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task All_members_back_at_once_cost_frames_by_subscription_and_calls_by_part()
    {
        var (owner, ownerId, _) = await api.NewTeamAsync();
        var invite = (await api.OkAsync("social.invites.create", owner)).GetProperty("invite").Text("code");
        var members = new List<(string Token, string User)> { (owner, ownerId) };
        for (var i = 1; i < Members; i++)
        {
            var name = ProductApi.Unique("storm");
            var answer = await api.OkAsync("social.signUp", null, ("name", name), ("email", $"{name}@example.org"), ("password", "a long password"), ("invite", invite));
            members.Add((answer.Text("token"), answer.Text("user_id")));
        }

        var before = await Task.WhenAll(members.Select((_, i) => ComeAsync(members, i)));
        await Task.WhenAll(before.Select((s, i) => s.UntilAsync("all watched are active", t => ActiveOf(t, members, i), AllLive)));
        var (callsBefore, namedBefore) = (await MeterAsync("orleanssocial_presence_calls"), await MeterAsync("orleanssocial_presence_named"));
        var start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(before.Select(s => s.DisposeAsync().AsTask()));
        var after = await Task.WhenAll(members.Select((_, i) => ComeAsync(members, i)));
        await Task.WhenAll(after.Select((s, i) => s.UntilAsync("all watched are active", t => ActiveOf(t, members, i), AllLive)));
        var (calls, named) = (await MeterAsync("orleanssocial_presence_calls") - callsBefore, await MeterAsync("orleanssocial_presence_named") - namedBefore);
        var ticks = Math.Ceiling(TimeProvider.System.GetElapsedTime(start) / TimeSpan.FromMilliseconds(200)) + 1;

        // Each subscription is answered once; who needed longer than the time of grace was away and is active again.
        var frames = after.Sum(s => s.Frames.Count(f => TestSocket.Is(f, "presence_change")));
        Assert.InRange(frames, Members * WatchedEach, 3 * Members * WatchedEach);
        Assert.True(frames < Members * (Members - 1), string.Create(CultureInfo.InvariantCulture, $"{frames} frames"));

        // A report and a watch of each part, at most once a tick, whatever the number of members; other tests' sockets have parts too.
        const int Teams = 10;
        Assert.InRange(calls, 1, 2 * Parts * Teams * ticks);
        Assert.InRange(named, Members, 2 * Members * Teams * ticks);
        await Task.WhenAll(after.Select(s => s.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_client_that_takes_one_member_a_frame_is_told_of_all_that_it_asked_for_in_spite_of_its_queue()
    {
        const int Asked = 600;
        var (owner, _, _) = await api.NewTeamAsync();
        var ids = Enumerable.Range(0, Asked).Select(i => string.Create(CultureInfo.InvariantCulture, $"U{i:D10}")).ToList();
        await using var socket = await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", owner)).Text("url"));
        await socket.SendAsync(JsonSerializer.Serialize(new { type = "presence_sub", ids }));
        await socket.UntilAsync("all of them", s => s.Frames.Where(f => TestSocket.Is(f, "presence_change")).Select(f => f.Text("user")).Distinct(StringComparer.Ordinal).Count() == Asked, AllLive);
    }

    private static IEnumerable<string> WatchedBy(List<(string Token, string User)> members, int member) =>
        Enumerable.Range(1, WatchedEach).Select(w => members[(member + w) % members.Count].User);

    private static bool ActiveOf(TestSocket socket, List<(string Token, string User)> members, int member) =>
        WatchedBy(members, member).All(u => socket.Frames.LastOrDefault(f => TestSocket.Is(f, "presence_change") && TestSocket.Text(f, "user") == u) is { ValueKind: JsonValueKind.Object } f
            && TestSocket.Text(f, "presence") == "active");

    private async Task<TestSocket> ComeAsync(List<(string Token, string User)> members, int member)
    {
        var socket = await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", members[member].Token)).Text("url"));
        await socket.SendAsync(JsonSerializer.Serialize(new { type = "presence_sub", ids = WatchedBy(members, member) }));
        return socket;
    }

    private async Task<double> MeterAsync(string name)
    {
        var text = await api.Http.GetStringAsync("metrics");
        return text.Split('\n')
            .Where(l => l.StartsWith(name, StringComparison.Ordinal))
            .Sum(l => double.Parse(l.Split('}')[^1].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
    }
}
