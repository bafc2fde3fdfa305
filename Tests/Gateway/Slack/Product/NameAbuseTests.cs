using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Names that would show as another's, or as none, are refused where others see them; letters of other scripts are not.</summary>
[Collection(ProductCollection.Name)]
public sealed class NameAbuseTests(ProductFixture product) : IDisposable
{
    private const string Override = "\u202E";
    private const string ZeroWidth = "\u200B";

    private readonly ProductApi api = new(product);

    public static TheoryData<string> Hidden => [$"ann{Override}nimda", $"ad{ZeroWidth}min", "ad\u2060min", "ad\uFEFFmin", "ad\u00ADmin", "a\u2066b", "line\u2028break", "bell\u0007", "a\nb", "\u3164", "a\u3164", "\u2800"];

    public void Dispose() => api.Dispose();

    [Theory]
    [MemberData(nameof(Hidden))]
    public async Task People_apps_and_groups_cannot_hide_characters_in_their_names(string name)
    {
        var (token, user) = await api.NewMemberAsync();
        foreach (var field in new[] { "display_name", "real_name", "title", "status_text" })
        {
            Assert.Equal((field, "invalid_profile"), (field, await api.ErrorAsync("users.profile.set", token, ("name", field), ("value", $"x{name}"))));
        }

        var profile = (await api.OkAsync("users.profile.get", token, ("user", user))).GetProperty("profile");
        Assert.Equal((string.Empty, string.Empty), (profile.Text("title"), profile.Text("status_text")));
        Assert.Equal("invalid_name", await api.ErrorAsync("social.apps.create", api.Ann, ("name", name), ("scopes", "chat:write")));
        Assert.Equal("invalid_name", await api.ErrorAsync("social.teams.create", api.Ann, ("name", name), ("domain", ProductApi.Unique("hidden"))));
        Assert.Equal("invalid_arguments", await api.ErrorAsync("usergroups.create", api.Ann, ("name", $"x{name}"), ("handle", ProductApi.Unique("hidden"))));
        Assert.Equal("bad_handle", await api.ErrorAsync("usergroups.create", api.Ann, ("name", ProductApi.Unique("hidden")), ("handle", $"x{name}x")));
        Assert.Equal("invalid_name_specials", await api.ErrorAsync("conversations.create", api.Ann, ("name", $"x{name}x")));
    }

    [Theory]
    [InlineData("\u064B", "invalid_name_punctuation")]
    [InlineData("\u0301", "invalid_name_specials")]
    [InlineData("general\uFE0F", "invalid_name_specials")]
    [InlineData("ge\u034Fneral", "invalid_name_specials")]
    [InlineData("ｇｅｎｅｒａｌ", "invalid_name_specials")]
    [InlineData("cafe\u0301", "invalid_name_specials")]
    [InlineData("General", "invalid_name_specials")]
    [InlineData("general ", "invalid_name_specials")]
    [InlineData("general", "name_taken")]
    public async Task Channels_that_would_show_as_another_are_refused(string name, string word)
    {
        Assert.Equal(word, await api.ErrorAsync("conversations.create", api.Ann, ("name", name)));
        Assert.Equal(word, await api.ErrorAsync("conversations.rename", api.Ann, ("channel", await api.NewChannelAsync(api.Ann)), ("name", name)));
    }

    [Fact]
    public async Task A_name_of_other_letters_that_look_alike_is_another_channel_and_never_general()
    {
        // The third letter from the end is Cyrillic.
        var made = (await api.OkAsync("conversations.create", api.Ann, ("name", $"gener\u0430l-{ProductApi.Unique("x")}"))).GetProperty("channel");
        Assert.False(made.GetProperty("is_general").GetBoolean());
        var twin = await api.OkAsync("chat.postMessage", api.Ann, ("channel", "general"), ("text", "to the real one"));
        Assert.Equal(product.Demo.ChannelId("general"), twin.Text("channel"));
        await api.OkAsync("conversations.archive", api.Ann, ("channel", made.Text("id")));
    }

    [Fact]
    public async Task Names_of_all_scripts_and_emoji_are_kept_as_they_are()
    {
        var (token, user) = await api.NewMemberAsync();
        foreach (var name in new[] { "Zoë Müller", "Дарья", "علی‌رضا", "山田 太郎", "Ann 👩\u200D💻", "I ❤\uFE0F", "חנה" })
        {
            await api.OkAsync("users.profile.set", token, ("name", "display_name"), ("value", name));
            Assert.Equal(name, (await api.OkAsync("users.profile.get", token, ("user", user))).GetProperty("profile").Text("display_name"));
        }

        foreach (var name in new[] { "café", "общий", "日本語", "हिन्दी" })
        {
            var made = (await api.OkAsync("conversations.create", api.Ann, ("name", $"{name}-{ProductApi.Unique("x")}"))).GetProperty("channel");
            Assert.StartsWith(name, made.Text("name"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("users.profile.set", "value", "too_long")]
    [InlineData("conversations.create", "name", "invalid_name_maxlength")]
    [InlineData("usergroups.create", "name", "name_too_long")]
    [InlineData("usergroups.create", "handle", "bad_handle")]
    [InlineData("social.apps.create", "name", "invalid_name")]
    [InlineData("emoji.add", "name", "error_bad_name_i18n")]
    [InlineData("emoji.add", "url", "error_bad_upload")]
    [InlineData("reactions.add", "name", "invalid_name")]
    public async Task Ten_thousand_characters_are_too_many(string method, string argument, string word)
    {
        var (token, _) = await api.NewMemberAsync();
        var arguments = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["name"] = method is "users.profile.set" ? "display_name" : ProductApi.Unique("long"),
            ["scopes"] = "chat:write",
            ["url"] = "https://example.org/x.png",
            ["channel"] = product.Demo.ChannelId("general"),
            ["timestamp"] = "1700000000.000000",
            [argument] = new string('n', 10_000),
        };
        if (method is not ("emoji.add"))
        {
            arguments.Remove("url");
        }

        Assert.Equal(word, await api.ErrorAsync(method, method is "users.profile.set" ? token : api.Ann, [.. arguments.Select(a => (a.Key, a.Value))]));
    }

    [Fact]
    public async Task A_bots_name_for_a_message_is_cut_between_characters_and_without_what_hides()
    {
        var (bot, general) = (product.Demo.Bot.Token, product.Demo.ChannelId("general"));
        var posted = await api.OkAsync("chat.postMessage", bot, ("channel", general), ("text", "x"), ("username", $"ad{ZeroWidth}{Override}min" + new string('n', 74) + "💥"));
        Assert.Equal("admin" + new string('n', 74), posted.GetProperty("message").Text("username"));
    }
}
