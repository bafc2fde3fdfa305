using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Preferences and snoozes, on the real product.</summary>
[Collection(ProductCollection.Name)]
public sealed class SettingsMethodTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Preferences_are_set_and_read()
    {
        var (token, _) = await api.NewMemberAsync();
        var none = (await api.OkAsync("users.prefs.get", token)).GetProperty("prefs");
        Assert.Equal((string.Empty, string.Empty, 2), (none.Text("muted_channels"), none.Text("highlight_words"), none.EnumerateObject().Count()));
        var channels = string.Join(',', Enumerable.Repeat("C012345678", 2_000));
        await api.OkAsync("users.prefs.set", token, ("name", "muted_channels"), ("value", channels));
        var set = await api.OkAsync("users.prefs.set", token, ("prefs", """{"highlight_words":"ü & \"b\"","time24":true,"n":7}"""));

        var prefs = (await api.OkAsync("users.prefs.get", token)).GetProperty("prefs");
        Assert.Equal(prefs.ToString(), set.GetProperty("prefs").ToString());
        Assert.Equal((channels, "ü & \"b\"", true, 7), (prefs.Text("muted_channels"), prefs.Text("highlight_words"), prefs.GetProperty("time24").GetBoolean(), prefs.GetProperty("n").GetInt32()));
        Assert.Equal("not_allowed_token_type", await api.ErrorAsync("users.prefs.get", product.Demo.Bot.Token));
        var (other, _) = await api.NewMemberAsync();
        Assert.Equal(none.ToString(), (await api.OkAsync("users.prefs.get", other)).GetProperty("prefs").ToString());
    }

    [Fact]
    public async Task Muted_channels_can_be_left_out_of_the_list()
    {
        var (token, _) = await api.NewMemberAsync();
        var (loud, muted) = (await api.NewChannelAsync(token), await api.NewChannelAsync(token));
        await api.OkAsync("users.prefs.set", token, ("name", "muted_channels"), ("value", $"{muted},C0000000ZZ"));

        Assert.Contains(muted, (await api.OkAsync("users.conversations", token)).ToString(), StringComparison.Ordinal);
        var listed = (await api.OkAsync("users.conversations", token, ("exclude_muted", "true"))).ToString();
        Assert.Contains(loud, listed, StringComparison.Ordinal);
        Assert.DoesNotContain(muted, listed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":[]}""", "invalid_prefs")]
    [InlineData("""{"a":{}}""", "invalid_prefs")]
    [InlineData("""{"a":null}""", "invalid_prefs")]
    [InlineData("""{"a":1,"a":2}""", "invalid_prefs")]
    [InlineData("""{"":1}""", "invalid_prefs")]
    [InlineData("""{"a b":1}""", "invalid_prefs")]
    [InlineData("""{"a":"\u0000"}""", "invalid_prefs")]
    [InlineData("[]", "invalid_prefs")]
    [InlineData("nonsense", "invalid_prefs")]
    public async Task Malformed_preferences_have_their_words_and_set_nothing(string prefs, string word)
    {
        var (token, _) = await api.NewMemberAsync();
        Assert.Equal(word, await api.ErrorAsync("users.prefs.set", token, ("prefs", prefs)));
        Assert.Equal("invalid_arguments", await api.ErrorAsync("users.prefs.set", token));
        Assert.Equal(2, (await api.OkAsync("users.prefs.get", token)).GetProperty("prefs").EnumerateObject().Count());
    }

    [Fact]
    public async Task Preferences_are_bounded()
    {
        var (token, _) = await api.NewMemberAsync();
        var name = new string('n', 100);
        await api.OkAsync("users.prefs.set", token, ("name", name), ("value", new string('x', 998)));
        Assert.Equal("too_long", await api.ErrorAsync("users.prefs.set", token, ("name", name), ("value", new string('x', 999))));
        Assert.Equal("invalid_prefs", await api.ErrorAsync("users.prefs.set", token, ("name", name + "n"), ("value", "x")));
        Assert.Equal("too_long", await api.ErrorAsync("users.prefs.set", token, ("name", "muted_channels"), ("value", new string('x', 31_999))));
        Assert.Equal("too_many_prefs", await api.ErrorAsync("users.prefs.set", token, ("prefs", Many(101))));
        await api.OkAsync("users.prefs.set", token, ("prefs", Many(99)));
        Assert.Equal("too_many_prefs", await api.ErrorAsync("users.prefs.set", token, ("name", "one_more"), ("value", "x")));

        static string Many(int count) => "{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"p{i}\":1")) + "}";
    }

    [Fact]
    public async Task Snooze_is_the_members_own()
    {
        var (token, user) = await api.NewMemberAsync();
        Assert.False((await api.OkAsync("dnd.info", token)).GetProperty("snooze_enabled").GetBoolean());
        Assert.Equal("snooze_not_active", await api.ErrorAsync("dnd.endSnooze", token));
        var set = await api.OkAsync("dnd.setSnooze", token, ("num_minutes", "1"));
        Assert.InRange(set.GetProperty("snooze_remaining").GetInt32(), 50, 60);
        var info = await api.OkAsync("dnd.info", token);
        Assert.Equal((true, false, set.GetProperty("snooze_endtime").GetInt64()), (info.GetProperty("snooze_enabled").GetBoolean(), info.GetProperty("dnd_enabled").GetBoolean(), info.GetProperty("snooze_endtime").GetInt64()));
        Assert.Equal((1, 1), (info.GetProperty("next_dnd_start_ts").GetInt32(), info.GetProperty("next_dnd_end_ts").GetInt32()));

        Assert.False((await api.OkAsync("dnd.info", api.Ann, ("user", user))).TryGetProperty("snooze_enabled", out _));
        Assert.False((await api.OkAsync("dnd.info", product.Demo.Bot.Token)).GetProperty("snooze_enabled").GetBoolean());
        Assert.False((await api.OkAsync("dnd.endSnooze", token)).GetProperty("snooze_enabled").GetBoolean());
        Assert.False((await api.OkAsync("dnd.info", token, ("user", user))).GetProperty("snooze_enabled").GetBoolean());
        Assert.Equal("user_not_found", await api.ErrorAsync("dnd.info", api.Ann, ("user", "U0000000ZZ")));
        var (stranger, _, _) = await api.NewTeamAsync();
        Assert.Equal("user_not_found", await api.ErrorAsync("dnd.info", stranger, ("user", user)));
    }

    [Theory]
    [InlineData(null, "missing_duration")]
    [InlineData("", "missing_duration")]
    [InlineData("0", "invalid_arguments")]
    [InlineData("-5", "invalid_arguments")]
    [InlineData("soon", "invalid_arguments")]
    [InlineData("99999999999999999999", "invalid_arguments")]
    [InlineData("43201", "too_long")]
    public async Task Malformed_snoozes_have_their_words(string? minutes, string word)
    {
        Assert.Equal(word, await api.ErrorAsync("dnd.setSnooze", api.Bob, ("num_minutes", minutes)));
        Assert.Equal("not_allowed_token_type", await api.ErrorAsync("dnd.setSnooze", product.Demo.Bot.Token, ("num_minutes", "1")));
    }

    [Fact]
    public async Task Longest_snooze_is_thirty_days()
    {
        var (token, _) = await api.NewMemberAsync();

        Assert.InRange((await api.OkAsync("dnd.setSnooze", token, ("num_minutes", "43200"))).GetProperty("snooze_remaining").GetInt32(), 2_591_000, 2_592_000);
    }
}
