using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Several users at once into a channel, on the real product.</summary>
[Collection(ProductCollection.Name)]
public sealed class InviteTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    private string Ann => product.Demo.Users[0].Id;

    public void Dispose() => api.Dispose();

    [Theory]
    [InlineData("U0000000ZZ", "user_not_found")]
    [InlineData("nobody", "user_not_found")]
    [InlineData("Ann", "cant_invite_self")]
    public async Task One_who_cannot_be_added_keeps_all_out(string who, string word)
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var ((_, first), (_, second)) = (await api.NewMemberAsync(), await api.NewMemberAsync());
        who = who == "Ann" ? Ann : who;

        var answer = await InviteAsync(channel, $"{first},{who},{second}");
        Assert.Equal((false, word), (answer.GetProperty("ok").GetBoolean(), answer.Text("error")));
        Assert.Equal([(who, word)], Errors(answer));
        Assert.Equal([Ann], await MembersAsync(channel));

        var all = await InviteAsync(channel, $"{first},{second}");
        Assert.True(all.GetProperty("ok").GetBoolean(), $"{all}");
        Assert.False(all.TryGetProperty("errors", out _));
        Assert.Equal(new[] { Ann, first, second }.Order(StringComparer.Ordinal), await MembersAsync(channel));
        var again = await InviteAsync(channel, $"{first},{second}");
        Assert.Equal([(first, "already_in_channel"), (second, "already_in_channel")], Errors(again));
    }

    [Fact]
    public async Task Force_adds_those_who_can_be_added_and_tells_of_the_others()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var ((_, first), (_, second)) = (await api.NewMemberAsync(), await api.NewMemberAsync());

        var answer = await InviteAsync(channel, $"nobody,{first},{Ann},{second}", ("force", "true"));
        Assert.True(answer.GetProperty("ok").GetBoolean(), $"{answer}");
        Assert.Equal(channel, answer.GetProperty("channel").Text("id"));
        Assert.Equal([("nobody", "user_not_found"), (Ann, "cant_invite_self")], Errors(answer));
        Assert.Equal(new[] { Ann, first, second }.Order(StringComparer.Ordinal), await MembersAsync(channel));
        Assert.Equal("user_not_found", (await InviteAsync(channel, "nobody,somebody", ("force", "true"))).Text("error"));
    }

    [Fact]
    public async Task A_repeat_under_its_key_gets_the_first_answer()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var ((_, first), (_, second)) = (await api.NewMemberAsync(), await api.NewMemberAsync());

        Assert.Equal((true, true), (await OkAsync("key"), await OkAsync("key")));
        Assert.False(await OkAsync("another key"));

        async Task<bool> OkAsync(string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"api/conversations.invite?channel={channel}&users={first},{second}");
            request.Headers.Add("Idempotency-Key", key);
            return (await api.SendAsync(request, api.Ann)).Body.GetProperty("ok").GetBoolean();
        }
    }

    private static IEnumerable<(string User, string Error)> Errors(JsonElement answer) =>
        answer.GetProperty("errors").EnumerateArray().Select(e => (e.Text("user"), e.Text("error")));

    private async Task<JsonElement> InviteAsync(string channel, string users, params (string Name, string? Value)[] more) =>
        (await api.CallAsync("conversations.invite", api.Ann, [("channel", channel), ("users", users), .. more])).Body;

    private async Task<IReadOnlyList<string?>> MembersAsync(string channel) =>
        [.. (await api.OkAsync("conversations.members", api.Ann, ("channel", channel))).GetProperty("members").EnumerateArray().Select(m => m.GetString())];
}
