using System.Globalization;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Bookmarks of channels, on the real product.</summary>
[Collection(ProductCollection.Name)]
public sealed class BookmarkTests(ProductFixture product) : IDisposable
{
    private const string Link = "https://example.org/plan?a=1&b=<2>";
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Bookmarks_are_added_edited_listed_and_removed()
    {
        var (bob, bobId) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", bobId));
        var first = (await AddAsync(api.Ann, channel, " Plan & <b> ", ("emoji", "eyes"))).GetProperty("bookmark");
        Assert.Equal(
            ("Plan & <b>", Link, ":eyes:", "link", channel, product.Demo.Users[0].Id, product.Demo.Team.Id),
            (first.Text("title"), first.Text("link"), first.Text("emoji"), first.Text("type"), first.Text("channel_id"),
                first.Text("last_updated_by_user_id"), first.Text("last_updated_by_team_id")));
        Assert.Equal(0, first.GetProperty("date_updated").GetInt64());
        var second = (await AddAsync(bob, channel, "Second")).GetProperty("bookmark");
        Assert.True(string.CompareOrdinal(first.Text("rank"), second.Text("rank")) < 0, $"{first} {second}");

        var edited = (await api.OkAsync("bookmarks.edit", bob, ("channel_id", channel), ("bookmark_id", first.Text("id")), ("title", "New"))).GetProperty("bookmark");
        Assert.Equal(
            ("New", Link, ":eyes:", bobId, first.Text("id")),
            (edited.Text("title"), edited.Text("link"), edited.Text("emoji"), edited.Text("last_updated_by_user_id"), edited.Text("id")));
        Assert.True(edited.GetProperty("date_updated").GetInt64() >= edited.GetProperty("date_created").GetInt64(), $"{edited}");
        var again = await api.OkAsync("bookmarks.edit", bob, ("channel_id", channel), ("bookmark_id", first.Text("id")), ("link", "http://b.example"), ("emoji", ""));
        Assert.Equal(("http://b.example", ""), (again.GetProperty("bookmark").Text("link"), again.GetProperty("bookmark").Text("emoji")));
        Assert.Equal(["New", "Second"], await ListAsync(api.Ann, channel));

        await api.OkAsync("bookmarks.remove", bob, ("channel_id", channel), ("bookmark_id", first.Text("id")));
        Assert.Equal("not_found", await api.ErrorAsync("bookmarks.remove", bob, ("channel_id", channel), ("bookmark_id", first.Text("id"))));
        Assert.Equal("not_found", await api.ErrorAsync("bookmarks.edit", bob, ("channel_id", channel), ("bookmark_id", first.Text("id")), ("title", "x")));
        Assert.Equal(["Second"], await ListAsync(bob, channel));
    }

    [Fact]
    public async Task A_repeat_under_its_key_changes_nothing_and_gets_the_first_answer()
    {
        var (token, _) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(token);
        var key = Guid.CreateVersion7().ToString();
        var first = await api.KeyedAsync("bookmarks.add", token, key, ("channel_id", channel), ("title", "once"), ("type", "link"), ("link", Link));
        var again = await api.KeyedAsync("bookmarks.add", token, key, ("channel_id", channel), ("title", "once"), ("type", "link"), ("link", Link));
        Assert.Equal(first.ToString(), again.ToString());
        Assert.Equal(["once"], await ListAsync(token, channel));

        var (id, removal) = (first.GetProperty("bookmark").Text("id"), Guid.CreateVersion7().ToString());
        Assert.True((await api.KeyedAsync("bookmarks.remove", token, removal, ("channel_id", channel), ("bookmark_id", id))).GetProperty("ok").GetBoolean());
        Assert.True((await api.KeyedAsync("bookmarks.remove", token, removal, ("channel_id", channel), ("bookmark_id", id))).GetProperty("ok").GetBoolean());
        Assert.Empty(await ListAsync(token, channel));
    }

    [Fact]
    public async Task Bookmarks_that_cannot_be_get_their_word()
    {
        var (token, _) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(token);
        foreach (var link in new[] { null, "", "example.org", "javascript:alert(1)", "ftp://example.org", "https://", "https://a b", "//a.example", $"https://a.example/{new string('a', 3_000)}" })
        {
            Assert.Equal((link, "invalid_link"), (link, await ErrorAsync(token, channel, ("title", "t"), ("type", "link"), ("link", link))));
        }

        foreach (var title in new[] { null, "", " ", "a\nb", new string('t', 256) })
        {
            Assert.Equal((title, "invalid_arguments"), (title, await ErrorAsync(token, channel, ("title", title), ("type", "link"), ("link", Link))));
        }

        Assert.Equal("invalid_bookmark_type", await ErrorAsync(token, channel, ("title", "t"), ("type", "file"), ("link", Link)));
        Assert.Equal("invalid_arguments", await ErrorAsync(token, channel, ("title", "t"), ("link", Link)));
        Assert.Equal("invalid_emoji", await ErrorAsync(token, channel, ("title", "t"), ("type", "link"), ("link", Link), ("emoji", "NO GOOD")));
        foreach (var id in new[] { "Bk", "Bk0", "nonsense", "BkZZZZZZZZZZZZZZZZZZ", "bkG000000000", "Bk-1", "BkG000000000", new string('B', 5_000) })
        {
            Assert.Equal((id, "not_found"), (id, await api.ErrorAsync("bookmarks.remove", token, ("channel_id", channel), ("bookmark_id", id))));
        }

        Assert.Equal("invalid_arguments", await api.ErrorAsync("bookmarks.edit", token, ("channel_id", channel), ("title", "t")));
        Assert.Equal("channel_not_found", await api.ErrorAsync("bookmarks.list", token, ("channel_id", "C0NOTTHERE1")));
        Assert.Empty(await ListAsync(token, channel));
        await AddAsync(token, channel, new string('t', 255), ("link", $"https://a.example/{new string('a', 2_982)}"));
    }

    [Fact]
    public async Task An_archived_channel_keeps_its_bookmarks_as_they_are()
    {
        var (token, _) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(token);
        var id = (await AddAsync(token, channel, "kept")).GetProperty("bookmark").Text("id");
        await api.OkAsync("conversations.archive", token, ("channel", channel));
        Assert.Equal("is_archived", await ErrorAsync(token, channel, ("title", "t"), ("type", "link"), ("link", Link)));
        Assert.Equal("is_archived", await api.ErrorAsync("bookmarks.edit", token, ("channel_id", channel), ("bookmark_id", id), ("title", "x")));
        Assert.Equal("is_archived", await api.ErrorAsync("bookmarks.remove", token, ("channel_id", channel), ("bookmark_id", id)));
        Assert.Equal(["kept"], await ListAsync(token, channel));
    }

    [Fact]
    public async Task A_guest_has_those_of_their_channels_and_no_others()
    {
        var (guest, guestId) = await api.NewMemberAsync();
        await api.OkAsync("social.members.setRole", api.Ann, ("user", guestId), ("role", "guest"));
        var (inside, outside) = (await api.NewChannelAsync(api.Ann), await api.NewChannelAsync(api.Ann));
        await api.OkAsync("conversations.invite", api.Ann, ("channel", inside), ("users", guestId));
        await AddAsync(api.Ann, inside, "shown");
        await AddAsync(api.Ann, outside, "hidden");
        Assert.Equal(["shown"], await ListAsync(guest, inside));
        await AddAsync(guest, inside, "the guest's");
        Assert.Equal("channel_not_found", await api.ErrorAsync("bookmarks.list", guest, ("channel_id", outside)));
        Assert.Equal("channel_not_found", await ErrorAsync(guest, outside, ("title", "t"), ("type", "link"), ("link", Link)));
    }

    [Fact]
    public async Task A_channel_has_a_hundred_bookmarks_and_no_more()
    {
        var (token, _) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(token);
        var last = string.Empty;
        for (var n = 0; n < 100; n++)
        {
            last = (await AddAsync(token, channel, n.ToString(CultureInfo.InvariantCulture))).GetProperty("bookmark").Text("id");
        }

        Assert.Equal("too_many_bookmarks", await ErrorAsync(token, channel, ("title", "one too many"), ("type", "link"), ("link", Link)));
        Assert.Equal(Enumerable.Range(0, 100).Select(n => n.ToString(CultureInfo.InvariantCulture)), await ListAsync(token, channel));
        await api.OkAsync("bookmarks.edit", token, ("channel_id", channel), ("bookmark_id", last), ("title", "renamed"));
        await api.OkAsync("bookmarks.remove", token, ("channel_id", channel), ("bookmark_id", last));
        await AddAsync(token, channel, "fits again");
    }

    private Task<JsonElement> AddAsync(string token, string channel, string title, params (string, string?)[] more) =>
        api.OkAsync("bookmarks.add", token, [("channel_id", channel), ("title", title), ("type", "link"), ("link", Link), .. more]);

    private Task<string?> ErrorAsync(string token, string channel, params (string, string?)[] arguments) =>
        api.ErrorAsync("bookmarks.add", token, [("channel_id", channel), .. arguments]);

    private async Task<string[]> ListAsync(string token, string channel) =>
        [.. (await api.OkAsync("bookmarks.list", token, ("channel_id", channel))).GetProperty("bookmarks").EnumerateArray().Select(b => b.Text("title"))];
}
